package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/**
 * A client went, or was turned away.
 *
 * @param how {@code told}, {@code refused}, {@code budget-spent}, {@code silent}, {@code lost} or {@code turned-away}
 */
public record ClientLost(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    String client,
    String how,
    String reason)
    implements FlEvent {}
