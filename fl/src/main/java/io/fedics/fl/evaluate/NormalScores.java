package io.fedics.fl.evaluate;

import io.fedics.fl.model.record.NormalTail;
import java.util.Arrays;
import java.util.List;

/** Scores of held-out training normals: what thresholds and calibrated tails are read from. */
public final class NormalScores {
  private final double[] sorted;

  NormalScores(double[] scores) {
    this.sorted = scores.clone();
    Arrays.sort(sorted);
  }

  /** Of several detectors of one kind, each with normals of its own that it was not fitted on. */
  public static NormalScores joined(List<NormalScores> parts) {
    return new NormalScores(
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.sorted)).toArray());
  }

  /**
   * The score that a share of normals stays at or below; an alarm is what lies above.
   *
   * @param quantile in [0, 1], 0.97 for a nominal false positive rate of 3 %
   */
  public double threshold(double quantile) {
    return Quantile.ofSorted(sorted, quantile);
  }

  /** The share of normals that score at least as high, itself counted: in (0, 1]. */
  public double tail(double score) {
    return NormalTail.of(sorted, score);
  }

  public int size() {
    return sorted.length;
  }
}
