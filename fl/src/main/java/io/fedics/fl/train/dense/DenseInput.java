package io.fedics.fl.train.dense;

import java.util.Arrays;

/**
 * Encoded rows as a network likes them: numbers on a logarithmic scale, centred and scaled by the rows it was fitted on and
 * cut at ±{@value #CUT}; words as one of their values, all zero for one that training never held. Missing is the mean.
 */
public final class DenseInput {
  private static final float CUT = 8;
  /** A column that hardly varies among normals would otherwise make every other value infinitely strange. */
  private static final double LEAST_DEVIATION = 0.02;

  private final int numbers;
  private final int[] words;
  private final double[] mean;
  private final double[] deviation;
  private final int width;

  private DenseInput(int numbers, int[] words, double[] mean, double[] deviation) {
    this.numbers = numbers;
    this.words = words.clone();
    this.mean = mean;
    this.deviation = deviation;
    this.width = numbers + Arrays.stream(words).sum();
  }

  /**
   * @param rows shape {@code [rows][numbers + words]}
   * @param numbers columns that are numbers; the others hold ranks of words
   * @param words values of each word column
   */
  public static DenseInput fit(double[][] rows, int numbers, int[] words) {
    double[] mean = new double[numbers];
    double[] deviation = new double[numbers];
    for (int f = 0; f < numbers; f++) {
      int column = f;
      double[] values = Arrays.stream(rows)
          .mapToDouble(row -> scale(row[column]))
          .filter(value -> !Double.isNaN(value))
          .toArray();
      double m = Arrays.stream(values).average().orElse(0);
      double squares =
          Arrays.stream(values).map(v -> (v - m) * (v - m)).average().orElse(0);
      mean[f] = m;
      deviation[f] = Math.max(LEAST_DEVIATION, Math.sqrt(squares));
    }
    return new DenseInput(numbers, words, mean, deviation);
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
      double value = scale(row[f]);
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

  private static double scale(double value) {
    return Math.signum(value) * Math.log1p(Math.abs(value));
  }
}
