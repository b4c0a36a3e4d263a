package io.fedics.fl.aggregate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings features to mean 0 and deviation 1 over all sites. A site that has attacks only is right about everything it has
 * as soon as all inputs push one way; around 0 they do not: what its rows have in common is then what sets them apart from
 * the others', and its updates say that.
 */
public final class Standardisation {
  /**
   * Where sites keep privacy of records a scaled number is cut to so many deviations: else a rare word alone would use up
   * the norm its row's gradient may have.
   */
  public static final double LARGEST_OF_PRIVATE_ROWS = 2;

  /** No number in [0, 1] deviates more: whatever a site tells, scaled numbers stay within 20. */
  private static final double LARGEST_DEVIATION = 0.5;

  /** A smaller deviation counts as this one, else a word of one row in ten thousand would weigh a hundred times as much. */
  private static final double LEAST_DEVIATION = 0.05;

  private final double[] means;
  private final double[] deviations;

  /**
   * @param means of the features, shape {@code [features]}, finite
   * @param deviations shape {@code [features]}, positive and finite
   */
  public Standardisation(double[] means, double[] deviations) {
    require("deviations", deviations.length, deviations.length == means.length, "one a mean");
    for (double mean : means) {
      require("mean", mean, Double.isFinite(mean), "a finite number");
    }
    for (double deviation : deviations) {
      require("deviation", deviation, deviation > 0 && Double.isFinite(deviation), "above 0");
    }
    this.means = means.clone();
    this.deviations = deviations.clone();
  }

  private static void require(String what, Object value, boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /**
   * Of features in [0, 1]: means and deviations beyond what those can have, as lies and noise make them, are cut to it.
   *
   * @param all sums of all sites
   */
  public static Standardisation of(FeatureSums all) {
    double[] means = new double[all.features()];
    double[] deviations = new double[means.length];
    Arrays.setAll(means, i -> Math.clamp(all.mean(i), 0.0, 1.0));
    Arrays.setAll(
        deviations, i -> Math.clamp(all.deviation(i), LEAST_DEVIATION, LARGEST_DEVIATION));
    return new Standardisation(means, deviations);
  }

  public int features() {
    return means.length;
  }

  /** Shape {@code [features]}. */
  public double[] means() {
    return means.clone();
  }

  /** Shape {@code [features]}, positive. */
  public double[] deviations() {
    return deviations.clone();
  }

  /**
   * @param rows shape {@code [rows][features]}; not changed
   * @param largest scaled numbers are cut to [-largest, largest]; positive, perhaps infinite
   */
  public double[][] scaled(double[][] rows, double largest) {
    return Arrays.stream(rows).map(row -> scaled(row, largest)).toArray(double[][]::new);
  }

  private double[] scaled(double[] row, double largest) {
    double[] scaled = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      scaled[i] = Math.clamp((row[i] - means[i]) / deviations[i], -largest, largest);
    }
    return scaled;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Standardisation that
        && Arrays.equals(means, that.means)
        && Arrays.equals(deviations, that.deviations);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(means) + Arrays.hashCode(deviations);
  }

  @Override
  public String toString() {
    return "standardisation of " + means.length + " features";
  }
}
