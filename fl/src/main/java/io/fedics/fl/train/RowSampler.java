package io.fedics.fl.train;

import java.util.SplittableRandom;

/** Draws rows without replacement; each draw is from all rows again. */
final class RowSampler {
  private final double[][] rows;
  private final SplittableRandom random;

  RowSampler(double[][] rows, SplittableRandom random) {
    this.rows = rows.clone();
    this.random = random;
  }

  /** The first steps of a Fisher-Yates shuffle; any order is as good a start as any other. */
  double[][] draw(int size) {
    double[][] sample = new double[size][];
    for (int i = 0; i < size; i++) {
      int other = random.nextInt(i, rows.length);
      double[] drawn = rows[other];
      rows[other] = rows[i];
      rows[i] = drawn;
      sample[i] = drawn;
    }
    return sample;
  }
}
