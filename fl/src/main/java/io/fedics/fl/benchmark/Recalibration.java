package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.NormalScores;
import java.util.Arrays;

/**
 * Thresholds that follow the traffic without labels: after a shift of the inputs the one of training raises too many
 * alarms. Each record is judged first and learned from afterwards.
 *
 * <p>A record has a threshold of its own, from the {@value #NEIGHBOURS} of the last records that are most like it. Where
 * they lie below the threshold of training, traffic of this kind is presumed normal, and the threshold rises by as much as
 * they lie below on average, in units of the logarithm of the tail among training normals. Where they lie above, it stays.
 * So what is strange alone among calm records of its kind must be strange indeed, and what comes in numbers, as attacks do,
 * is judged as before. An attack that goes on unnoticed for long raises no threshold but that of its own kind. None rises
 * to more than twice that logarithm: what one training normal in 1,100 reaches is an alarm at quantile 0.97, whatever its
 * neighbours are.
 *
 * <p>What this cannot do: where most records of a new kind of normals lie above the threshold they stay alarms, as without
 * labels nothing tells them from an attack.
 *
 * <p>Sources: prequential order, Dawid 1984, JRSS A 147(2); what is near is alike in its label, Zhu, Ghahramani and Lafferty
 * 2003, ICML, and in its strangeness, Yang, Rahardja and Fränti 2023, arXiv:2303.09972.
 */
final class Recalibration {
  static final int NEIGHBOURS = 3;

  private final NormalScores normals;
  private final double level;
  private final NeighbourWindow window;
  /** Logarithms of the tails of the records in the window, by slot. */
  private final double[] strangeness;

  private double levels;
  private long judged;

  /**
   * @param quantile of the threshold of training, in (0, 1)
   * @param window empty
   */
  Recalibration(NormalScores normals, double quantile, NeighbourWindow window) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException(
          "recalibration: quantile %s (expected: (0, 1))".formatted(quantile));
    }
    this.normals = normals;
    this.level = -Math.log(1 - quantile);
    this.window = window;
    this.strangeness = new double[window.capacity()];
  }

  /** Whether this is an alarm; then learns from it. */
  boolean judge(double score, float[] place) {
    double strange = -Math.log(normals.tail(score));
    double own = level + calm(window.nearest(place));
    strangeness[window.add(place)] = strange;
    levels += own;
    judged++;
    return strange > own;
  }

  /** How far the neighbours lie below the level, on average; what lies above counts as 0. */
  private double calm(int[] nearest) {
    return Arrays.stream(nearest)
        .mapToDouble(slot -> Math.max(0, level - strangeness[slot]))
        .average()
        .orElse(0);
  }

  /** The mean threshold of the records judged, as a score: what training normals exceed as rarely as was asked of them. */
  double threshold() {
    return normals.threshold(-Math.expm1(-(judged == 0 ? level : levels / judged)));
  }
}
