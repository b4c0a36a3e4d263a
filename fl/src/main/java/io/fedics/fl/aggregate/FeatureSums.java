package io.fedics.fl.aggregate;

import io.fedics.fl.privacy.NoisySum;
import io.fedics.fl.privacy.SecretRandom;
import java.util.Arrays;

/**
 * What a site tells of its rows so that all can scale alike: sums, which add up over sites.
 *
 * @param rows how many, at least one
 * @param sums of each feature, shape {@code [features]}, finite
 * @param squares sums of the squares of each feature, shape {@code [features]}, finite
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record FeatureSums(long rows, double[] sums, double[] squares) {
  /** Of a row and its squares: what is longer, as rows with many rungs are, is told smaller, by all sites alike. */
  private static final double MOST_NORM = 4;

  public FeatureSums {
    require("rows", rows, rows >= 1, "at least 1");
    require("features", sums.length, sums.length >= 1, "at least 1");
    require("squares", squares.length, squares.length == sums.length, "one a feature");
    for (double sum : sums) {
      require("sum", sum, Double.isFinite(sum), "a finite number");
    }
    for (double sum : squares) {
      require("sum of squares", sum, Double.isFinite(sum), "a finite number");
    }
  }

  private static void require(String what, Object value, boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /**
   * @param rows shape {@code [rows][features]}, finite, at least one
   */
  public static FeatureSums of(double[][] rows) {
    double[] sums = new double[rows[0].length];
    double[] squares = new double[sums.length];
    for (double[] row : rows) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += row[i];
        squares[i] += row[i] * row[i];
      }
    }
    return new FeatureSums(rows.length, sums, squares);
  }

  /**
   * With noise that hides each row: numbers and squares of a row are one contribution, cut to {@value #MOST_NORM}.
   *
   * @param rows shape {@code [rows][features]}, in [0, 1], at least one; how many is no secret
   * @param noiseMultiplier of the sum, one release without sampling; at least 0.01
   */
  public static FeatureSums noised(double[][] rows, double noiseMultiplier, SecretRandom random) {
    int features = rows[0].length;
    var sum = new NoisySum(2 * features, MOST_NORM, noiseMultiplier);
    double[] contribution = new double[2 * features];
    for (double[] row : rows) {
      for (int i = 0; i < features; i++) {
        contribution[i] = row[i];
        contribution[features + i] = row[i] * row[i];
      }
      sum.add(contribution);
    }
    double[] told = sum.release(random);
    return new FeatureSums(
        rows.length,
        Arrays.copyOf(told, features),
        Arrays.copyOfRange(told, features, 2 * features));
  }

  public int features() {
    return sums.length;
  }

  /**
   * Those of two sites together.
   *
   * @throws IllegalArgumentException for other features, or sums beyond what a double holds
   */
  public FeatureSums plus(FeatureSums other) {
    if (other.sums.length != sums.length) {
      throw new IllegalArgumentException(
          "features: %d (expected: %d)".formatted(other.sums.length, sums.length));
    }
    return new FeatureSums(
        Math.addExact(rows, other.rows), added(sums, other.sums), added(squares, other.squares));
  }

  private static double[] added(double[] one, double[] other) {
    double[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  double mean(int feature) {
    return sums[feature] / rows;
  }

  double deviation(int feature) {
    double mean = mean(feature);
    return Math.sqrt(Math.max(0, squares[feature] / rows - mean * mean));
  }
}
