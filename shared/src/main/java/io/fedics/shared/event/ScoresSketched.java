package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a detector's raw scores of one site, input partition and {@link LearningEpoch} were distributed: bins of a
 * DDSketch, whose merging does not depend on order.
 *
 * <p>Source: Masson, Rim and Lee 2019, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 * guarantees", VLDB 12(12).
 *
 * @param detector stage that scored: {@code iforest}, {@code lstm}
 * @param inputPartition partition the detector read
 * @param epoch first second of the epoch
 * @param through everything of this input partition up to this second is in this or an earlier sketch; may lie epochs
 *     ahead when nothing happened in between
 * @param modelSha256 bundle that made the scores; scores of different models do not mix
 * @param bins indices, rising
 * @param counts scores per bin, at least 1 each
 * @param beside what a model on trial made of the same records; null when none is tried
 */
public record ScoresSketched(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String detector,
    int inputPartition,
    long epoch,
    long through,
    String modelSha256,
    List<Integer> bins,
    List<Long> counts,
    @Nullable Beside beside)
    implements DataEvent {

  public ScoresSketched {
    requireOneEach(bins, counts);
    bins = List.copyOf(bins);
    counts = List.copyOf(counts);
  }

  /**
   * Scores of a model on trial. Sums are whole millionths, so that they do not depend on order.
   *
   * @param modelSha256 the model on trial
   * @param bins as above
   * @param counts as above
   * @param errorMicros sum of its reconstruction errors; 0 of a forest
   * @param errorMicrosInForce sum of the errors of the model in force, of the same records
   */
  public record Beside(
      String modelSha256,
      List<Integer> bins,
      List<Long> counts,
      long errorMicros,
      long errorMicrosInForce) {
    public Beside {
      requireOneEach(bins, counts);
      bins = List.copyOf(bins);
      counts = List.copyOf(counts);
    }
  }

  private static void requireOneEach(List<Integer> bins, List<Long> counts) {
    if (bins.size() != counts.size()) {
      throw new IllegalArgumentException(
          "counts: " + counts.size() + " (expected: one a bin, " + bins.size() + ")");
    }
  }
}
