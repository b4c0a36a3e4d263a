package io.fedics.fl.evaluate;

import java.util.List;

/**
 * The score of the Battle of the Attack Detection Algorithms: half for how soon, half for how right.
 *
 * <p>Source: Taormina et al. 2018, J. Water Resources Planning and Management 144(8), 04018048, equations 1 to 4 with
 * γ = 0.5; the classification part is the mean of true positive and true negative rate.
 *
 * @param timeToDetection 1 − mean of (rows until the first alarm inside an attack / its length), in [0, 1]
 * @param classification in [0, 1]
 */
public record BatadalScore(double timeToDetection, double classification) {
  private static final double GAMMA = 0.5;

  /**
   * @param said an alarm or none at each hour
   * @param truth an attack or none at each hour
   */
  public static BatadalScore of(boolean[] said, boolean[] truth) {
    BinaryCounts counts = BinaryCounts.of(said, truth);
    List<TimeRange> attacks = TimeRange.of(truth);
    double late =
        attacks.stream().mapToDouble(attack -> lateness(said, attack)).average().orElse(Double.NaN);
    return new BatadalScore(1 - late, (counts.recall() + counts.trueNegativeRate()) / 2);
  }

  /** S, in [0, 1]. */
  public double score() {
    return GAMMA * timeToDetection + (1 - GAMMA) * classification;
  }

  private static double lateness(boolean[] said, TimeRange attack) {
    for (int row = attack.first(); row <= attack.last(); row++) {
      if (said[row]) {
        return (double) (row - attack.first()) / attack.length();
      }
    }
    return 1;
  }
}
