package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the model of its table says of one record; or, when it could not be judged, why. A record that could not be judged
 * has no label, so it is never taken for a normal one.
 *
 * @param origin how it came here
 * @param recordId the flow that brought it; the event itself where none did
 * @param batch upload it came in
 * @param line of that upload's file
 * @param features schema of its columns, {@code unsw-nb15}
 * @param verdict empty exactly when {@code failure} is there
 * @param failure one sentence
 */
public record RecordScored(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    RecordOrigin origin,
    UUID recordId,
    @Nullable UUID batch,
    @Nullable Long line,
    @Nullable String srcIp,
    @Nullable String dstIp,
    String features,
    @Nullable RecordVerdict verdict,
    @Nullable String failure)
    implements DataEvent {

  public RecordScored {
    if ((verdict == null) == (failure == null)) {
      throw new IllegalArgumentException("record: %s, %s (expected: a verdict or a failure)"
          .formatted(verdict == null ? "no verdict" : "a verdict", failure));
    }
  }

  /**
   * @param score probability of any attack, in [0, 1]
   * @param threshold an alarm is a score above it
   * @param alarm whether it is
   * @param label {@code normal} without an alarm, else the likeliest kind of attack
   * @param probabilities of all labels, in the model's order
   */
  public record RecordVerdict(
      double score,
      double threshold,
      boolean alarm,
      String label,
      List<LabelProbability> probabilities,
      ModelRef model) {

    public RecordVerdict {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException("score: " + score + " (expected: 0 to 1)");
      }
      probabilities = List.copyOf(probabilities);
    }
  }

  /** How likely one label is, in [0, 1]. */
  public record LabelProbability(String label, double probability) {}
}
