package io.fedics.fl.benchmark;

import io.fedics.fl.model.record.NormalTail;
import io.fedics.fl.train.dense.DenseInput;
import java.util.Arrays;

/**
 * Where a row lies among others. A number's place is its rank among normals (0 to {@value #RANKS}), one more or less
 * outside their range, and a little of its logarithm, so that what lies far outside is farther; a word stays its rank and
 * is only ever equal or not. Ranks make columns of any scale count alike.
 */
final class NeighbourSpace {
  private static final float RANKS = 3;
  private static final float LOGARITHMS = 0.3f;

  private final DenseInput input;
  /** Of each column of numbers, rising. */
  private final double[][] sorted;

  private final int columns;

  private NeighbourSpace(DenseInput input, double[][] sorted, int columns) {
    this.input = input;
    this.columns = columns;
    this.sorted = sorted;
  }

  /**
   * @param normals shape {@code [rows][numbers + words]}, at least one row
   */
  static NeighbourSpace fit(double[][] normals, int numbers) {
    double[][] sorted = new double[numbers][];
    for (int c = 0; c < numbers; c++) {
      int column = c;
      sorted[c] = Arrays.stream(normals)
          .mapToDouble(row -> row[column])
          .filter(value -> !Double.isNaN(value))
          .sorted()
          .toArray();
    }
    return new NeighbourSpace(
        DenseInput.fit(normals, numbers, new int[0]), sorted, normals[0].length);
  }

  /**
   * To find the nearest among the last records.
   *
   * @param capacity records remembered
   * @param neighbours found
   */
  NeighbourWindow window(int capacity, int neighbours) {
    return new NeighbourWindow(columns, sorted.length, capacity, neighbours);
  }

  /**
   * @param row shape {@code [numbers + words]}; NaN, a missing number, lies in the middle
   */
  float[] of(double[] row) {
    float[] place = Arrays.copyOf(input.of(row), row.length);
    for (int c = 0; c < row.length; c++) {
      place[c] = c < sorted.length
          ? RANKS * rank(sorted[c], row[c]) + LOGARITHMS * place[c]
          : (float) row[c];
    }
    return place;
  }

  /** In [0, 1], the middle of equals; outside the range of the others a third more or less. */
  private static float rank(double[] others, double value) {
    if (Double.isNaN(value) || others.length == 0) {
      return 0.5f;
    }
    if (value < others[0]) {
      return -1 / RANKS;
    }
    if (value > others[others.length - 1]) {
      return 1 + 1 / RANKS;
    }
    return (float) (NormalTail.below(others, value) + NormalTail.below(others, Math.nextUp(value)))
        / 2
        / others.length;
  }
}
