package io.fedics.fl.simulate;

import java.util.Arrays;

/**
 * Brings features to mean 0 and deviation 1 over all sites. A site that has attacks only is right about everything it has
 * as soon as all inputs push one way; around 0 they do not: what its rows have in common is then what sets them apart from
 * the others', and its updates say that.
 */
final class Standardisation {
  /** A smaller deviation counts as this one, else a word of one row in ten thousand would weigh a hundred times as much. */
  private static final double LEAST_DEVIATION = 0.05;

  private final double[] means;
  private final double[] deviations;
  private final double largest;

  private Standardisation(double[] means, double[] deviations, double largest) {
    this.means = means;
    this.deviations = deviations;
    this.largest = largest;
  }

  /**
   * @param all sums of all sites
   * @param largest scaled numbers are cut to [-largest, largest]; positive, perhaps infinite
   */
  static Standardisation of(FeatureSums all, double largest) {
    double[] means = new double[all.sums().length];
    double[] deviations = new double[means.length];
    Arrays.setAll(means, all::mean);
    Arrays.setAll(deviations, i -> Math.max(LEAST_DEVIATION, all.deviation(i)));
    return new Standardisation(means, deviations, largest);
  }

  /**
   * @param rows shape {@code [rows][features]}; not changed
   */
  double[][] scaled(double[][] rows) {
    return Arrays.stream(rows).map(this::scaled).toArray(double[][]::new);
  }

  private double[] scaled(double[] row) {
    double[] scaled = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      scaled[i] = Math.clamp((row[i] - means[i]) / deviations[i], -largest, largest);
    }
    return scaled;
  }
}
