package io.fedics.fl.train.dense;

import java.util.Arrays;

/**
 * Encoded rows as a network likes them: numbers on a logarithmic or a linear scale, centred and scaled by the rows it was fitted on and
 * cut at ±{@value #CUT}; words as one of their values, all zero for one that training never held. Missing is the mean.
 */
public final class DenseInput {
  private static final float CUT = 8;
  /** A column that hardly varies among normals would otherwise make every other value infinitely strange. */
  private static final double LEAST_DEVIATION = 0.02;

  /** Process values hardly vary in some sensors; what does not vary at all counts as much when it does. */
  private static final double LEAST_LINEAR = 1e-6;

  private final int numbers;
  private final boolean logarithmic;
  private final int[] words;
  private final double[] mean;
  private final double[] deviation;
  private final int width;

  private DenseInput(
      int numbers, boolean logarithmic, int[] words, double[] mean, double[] deviation) {
    this.numbers = numbers;
    this.logarithmic = logarithmic;
    this.words = words.clone();
    this.mean = mean;
    this.deviation = deviation;
    this.width = numbers + Arrays.stream(words).sum();
  }

  /**
   * Numbers on a logarithmic scale, for bytes, packets and seconds.
   *
   * @param rows shape {@code [rows][numbers + words]}
   * @param numbers columns that are numbers; the others hold ranks of words
   * @param words values of each word column
   */
  public static DenseInput fit(double[][] rows, int numbers, int[] words) {
    return fit(rows, numbers, words, true);
  }

  /**
   * Numbers on a linear scale, for levels and pressures.
   *
   * @param rows shape {@code [rows][numbers]}
   */
  public static DenseInput linear(double[][] rows) {
    return fit(rows, rows[0].length, new int[0], false);
  }

  private static DenseInput fit(double[][] rows, int numbers, int[] words, boolean logarithmic) {
    double least = logarithmic ? LEAST_DEVIATION : LEAST_LINEAR;
    double[] mean = new double[numbers];
    double[] deviation = new double[numbers];
    for (int f = 0; f < numbers; f++) {
      int column = f;
      double[] values = Arrays.stream(rows)
          .mapToDouble(row -> scale(row[column], logarithmic))
          .filter(value -> !Double.isNaN(value))
          .toArray();
      double m = Arrays.stream(values).average().orElse(0);
      double squares =
          Arrays.stream(values).map(v -> (v - m) * (v - m)).average().orElse(0);
      mean[f] = m;
      deviation[f] = Math.max(least, Math.sqrt(squares));
    }
    return new DenseInput(numbers, logarithmic, words, mean, deviation);
  }

  /** Numbers a row becomes. */
  public int width() {
    return width;
  }

  /**
   * @return shape {@code [width]}
   */
  public float[] of(double[] row) {
    float[] input = new float[width];
    for (int f = 0; f < numbers; f++) {
      double value = scale(row[f], logarithmic);
      float z = Double.isNaN(value) ? 0 : (float) ((value - mean[f]) / deviation[f]);
      input[f] = Math.clamp(z, -CUT, CUT);
    }
    int at = numbers;
    for (int w = 0; w < words.length; w++) {
      int rank = (int) row[numbers + w];
      if (rank >= 0) {
        input[at + rank] = 1;
      }
      at += words[w];
    }
    return input;
  }

  private static double scale(double value, boolean logarithmic) {
    return !logarithmic ? value : Math.signum(value) * Math.log1p(Math.abs(value));
  }
}
