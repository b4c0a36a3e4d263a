package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/** A new incident. */
public record AlertRaised(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    IncidentSnapshot incident)
    implements AlertEvent {}
