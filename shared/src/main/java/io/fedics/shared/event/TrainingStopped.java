package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * No further round is permitted.
 *
 * @param round finished last; 0 when none was
 * @param reason for people
 * @param privacy spent so far; null when nobody computed one
 */
public record TrainingStopped(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    int round,
    String reason,
    @Nullable PrivacyFigure privacy)
    implements FlEvent {}
