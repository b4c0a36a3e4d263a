package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;

/**
 * A client is there and may be asked.
 *
 * @param client its certificate's name, else a number
 * @param address it came from
 */
public record ClientJoined(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    String client,
    String address)
    implements FlEvent {}
