package io.fedics.fl.benchmark;

import io.fedics.fl.model.record.NormalTail;
import java.util.Arrays;

/**
 * Rows with columns more: how often each of their numbers occurs among the rows fitted on, and differences of columns that
 * are compared. A tool sends the same sizes and times again and again, a person hardly does; bins of neighbouring values
 * show neither, as trees have too few cuts to single out each. Labels play no part. A row fitted on counts itself, as what
 * training holds is known best.
 *
 * <p>Source: counts of values as features, Micci-Barreca 2001, SIGKDD Explorations 3(1).
 */
final class WideRows {
  /** Of each column of numbers, rising, without what is missing. */
  private final double[][] sorted;

  private final int[][] compared;

  private WideRows(double[][] sorted, int[][] compared) {
    this.sorted = sorted;
    this.compared = compared;
  }

  /**
   * @param rows shape {@code [rows][features]}, NaN is a missing number
   */
  static WideRows fit(double[][] rows, Loaded.Shape shape) {
    double[][] sorted = new double[shape.numbers()][];
    Arrays.setAll(
        sorted,
        c -> Arrays.stream(rows)
            .mapToDouble(row -> row[c])
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray());
    return new WideRows(sorted, shape.compared());
  }

  /**
   * @return shape {@code [rows][features + numbers + comparisons]}: the row; how often each of its numbers was seen, 0 or
   *     more, 0 of one that is missing; the differences, NaN where a side is missing
   */
  double[][] of(double[][] rows) {
    return Arrays.stream(rows).parallel().map(this::wide).toArray(double[][]::new);
  }

  private double[] wide(double[] row) {
    double[] wide = Arrays.copyOf(row, row.length + sorted.length + compared.length);
    int at = row.length;
    for (int c = 0; c < sorted.length; c++) {
      wide[at++] = count(sorted[c], row[c]);
    }
    for (int[] pair : compared) {
      wide[at++] = row[pair[0]] - row[pair[1]];
    }
    return wide;
  }

  private static int count(double[] values, double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    return NormalTail.below(values, Math.nextUp(value)) - NormalTail.below(values, value);
  }
}
