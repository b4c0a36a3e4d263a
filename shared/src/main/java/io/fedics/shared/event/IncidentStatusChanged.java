package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person decided something about an incident.
 *
 * @param by sign-in name
 * @param note free text of a person
 */
public record IncidentStatusChanged(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    UUID incidentId,
    IncidentStatus status,
    String by,
    @Nullable String note)
    implements AlertEvent {}
