package io.fedics.shared.event;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A flow with the verdict of the detector that judged it, passed on to other programs. A flow that nobody judged is never
 * one.
 *
 * @param flow as it was observed
 */
public record FlowRouted(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    FlowObserved flow,
    FlowVerdict verdict)
    implements DataEvent {

  public FlowRouted {
    Objects.requireNonNull(eventId, "event_id");
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(observedAt, "observed_at");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(flow, "flow");
    Objects.requireNonNull(verdict, "verdict");
  }

  /**
   * What a detector says of one flow.
   *
   * @param detector {@code iforest}; {@code records} for a flow without addresses
   * @param score in [0, 1], higher is stranger: rarity, or of {@code records} the probability of an attack
   * @param rawScore of the model itself
   * @param threshold lowest score of an anomaly; of {@code records} what an anomaly is above
   * @param anomaly whether the score is one
   */
  public record FlowVerdict(
      String detector,
      double score,
      double rawScore,
      double threshold,
      boolean anomaly,
      ModelRef model) {
    public FlowVerdict {
      Objects.requireNonNull(detector, "detector");
      Objects.requireNonNull(model, "model");
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("score: " + score + " (expected: [0, 1])");
      }
    }
  }
}
