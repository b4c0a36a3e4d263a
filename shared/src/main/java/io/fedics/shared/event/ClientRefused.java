package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/**
 * A message of a client was not taken; it is let go.
 *
 * @param kind of refusal, in a word
 * @param reason for people
 * @param refusals of this client since the server started, this one included
 * @param quarantined whether it may not come back for that many
 */
public record ClientRefused(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    String client,
    String kind,
    String reason,
    int refusals,
    boolean quarantined)
    implements FlEvent {}
