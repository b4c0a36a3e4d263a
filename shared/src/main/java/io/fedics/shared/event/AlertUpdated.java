package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/** More of a known incident: higher severity, more victims, later end. */
public record AlertUpdated(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    IncidentSnapshot incident)
    implements AlertEvent {}
