package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client said of its training in a finished round. Nobody can check it.
 *
 * @param examples it trained on
 * @param toldSite what it calls itself; null when it told nothing
 * @param privacy it attests; null when it told none, or not all that belongs to one
 */
public record ClientReported(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    int round,
    String client,
    long examples,
    @Nullable String toldSite,
    @Nullable PrivacyFigure privacy)
    implements FlEvent {}
