package io.fedics.fl.evaluate;

import java.util.Arrays;

/** Quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
public final class Quantile {
  private Quantile() {}

  /**
   * @param values any order; not modified
   * @param share in [0, 1]
   * @return NaN of nothing
   */
  public static double of(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, share);
  }

  /**
   * @param sorted rising
   * @param share in [0, 1]
   * @return NaN of nothing
   */
  public static double ofSorted(double[] sorted, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile: " + share + " (expected: [0, 1])");
    }
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
