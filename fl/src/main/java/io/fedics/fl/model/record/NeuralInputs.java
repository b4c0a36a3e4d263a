package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import java.util.Arrays;

/**
 * From a record's encoded row to what neural networks read. A number becomes {@code sign(x) ln(1 + |x|)}, less its mean, by
 * its standard deviation; a word is one input of its own for the dense layers, and for the LSTM its weight of evidence (the
 * logarithm of how much more often it came with attacks than with normal rows), scaled the same way. A word that training
 * never held is no input and no evidence.
 *
 * <p>In a bundle: {@code input_means}, {@code input_scales} (a value a column, numbers first) and {@code word_evidence}
 * (column by column, by rank).
 */
public final class NeuralInputs {
  private static final double LEAST_SCALE = 1e-3;

  private final int numbers;
  private final int[] wordCounts;
  private final double[] evidence;
  private final double[] means;
  private final double[] scales;

  private NeuralInputs(
      int numbers, int[] wordCounts, double[] evidence, double[] means, double[] scales) {
    this.numbers = numbers;
    this.wordCounts = wordCounts;
    this.evidence = evidence;
    this.means = means;
    this.scales = scales;
  }

  static NeuralInputs from(Bundle bundle) {
    int[] counts = bundle.ints("word_counts");
    int columns = bundle.features().size();
    return new NeuralInputs(
        columns - counts.length,
        counts,
        bundle.doubles("word_evidence", Arrays.stream(counts).sum()),
        bundle.doubles("input_means", columns),
        bundle.doubles("input_scales", columns));
  }

  /**
   * @param rows encoded, numbers first; shape {@code [rows][columns]}
   * @param attack of each row
   * @param wordCounts how many words each column of words knows
   */
  public static NeuralInputs fit(double[][] rows, boolean[] attack, int[] wordCounts) {
    int columns = rows[0].length;
    int numbers = columns - wordCounts.length;
    double[] evidence = evidence(rows, attack, numbers, wordCounts);
    double[] none = new double[columns];
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    var raw = new NeuralInputs(numbers, wordCounts, evidence, none, ones);
    double[] means = new double[columns];
    double[] squares = new double[columns];
    for (double[] row : rows) {
      float[] values = raw.values(row);
      for (int c = 0; c < columns; c++) {
        means[c] += values[c];
        squares[c] += (double) values[c] * values[c];
      }
    }
    double[] scales = new double[columns];
    for (int c = 0; c < columns; c++) {
      means[c] /= rows.length;
      scales[c] = Math.max(
          LEAST_SCALE, Math.sqrt(Math.max(0, squares[c] / rows.length - means[c] * means[c])));
    }
    return new NeuralInputs(numbers, wordCounts, evidence, means, scales);
  }

  private static double[] evidence(
      double[][] rows, boolean[] attack, int numbers, int[] wordCounts) {
    double[] attacks = new double[Arrays.stream(wordCounts).sum()];
    double[] normals = new double[attacks.length];
    double allAttacks = 0;
    for (int row = 0; row < rows.length; row++) {
      allAttacks += attack[row] ? 1 : 0;
      int from = 0;
      for (int w = 0; w < wordCounts.length; w++) {
        int rank = (int) rows[row][numbers + w];
        if (rank >= 0) {
          (attack[row] ? attacks : normals)[from + rank]++;
        }
        from += wordCounts[w];
      }
    }
    double prior = Math.log((allAttacks + 1) / (rows.length - allAttacks + 1));
    double[] evidence = new double[attacks.length];
    for (int i = 0; i < evidence.length; i++) {
      evidence[i] = Math.log((attacks[i] + 1) / (normals[i] + 1)) - prior;
    }
    return evidence;
  }

  /** Adds this to a bundle. */
  public Bundle.Builder into(Bundle.Builder bundle) {
    return bundle
        .doubles("word_evidence", evidence)
        .doubles("input_means", means)
        .doubles("input_scales", scales);
  }

  /** Inputs of the dense layers. */
  public int width() {
    return numbers + Arrays.stream(wordCounts).sum();
  }

  /** What the LSTM reads: a value a column. */
  public float[] values(double[] row) {
    float[] values = new float[row.length];
    int from = 0;
    for (int c = 0; c < row.length; c++) {
      double value;
      if (c < numbers) {
        value = Double.isNaN(row[c]) || row[c] == RecordEncoder.MISSING
            ? means[c]
            : Math.copySign(Math.log1p(Math.abs(row[c])), row[c]);
      } else {
        value = row[c] < 0 ? 0 : evidence[from + (int) row[c]];
        from += wordCounts[c - numbers];
      }
      values[c] = (float) ((value - means[c]) / scales[c]);
    }
    return values;
  }

  /** What the dense layers read, shape {@code [width]}. */
  public float[] dense(double[] row) {
    float[] dense = new float[width()];
    System.arraycopy(values(row), 0, dense, 0, numbers);
    int from = numbers;
    for (int w = 0; w < wordCounts.length; w++) {
      int rank = (int) row[numbers + w];
      if (rank >= 0) {
        dense[from + rank] = 1;
      }
      from += wordCounts[w];
    }
    return dense;
  }
}
