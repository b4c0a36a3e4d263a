package io.fedics.fl.simulate;

import io.fedics.fl.train.mlp.Mlp;

/**
 * How many training rows lie in which bin of the model's logit, by label. Bins are the same everywhere, whatever the rows
 * are: {@value #BINS} of equal width over [-{@value #LARGEST}, {@value #LARGEST}], the first and the last have no end. So the
 * counts of sites add up, and those of all sites say where the cut belongs, which sites of one label push about.
 *
 * @param normals shape {@code [bins]}
 * @param attacks shape {@code [bins]}
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
record LogitCounts(long[] normals, long[] attacks) {
  static final int BINS = 256;
  static final int LARGEST = 16;

  static LogitCounts of(Mlp model, Rows rows) {
    var counts = new LogitCounts(new long[BINS], new long[BINS]);
    for (int row = 0; row < rows.rows().length; row++) {
      long[] ofLabel = rows.labels()[row] == 0 ? counts.normals : counts.attacks;
      ofLabel[bin(model.logit(rows.rows()[row]))]++;
    }
    return counts;
  }

  private static int bin(double logit) {
    return Math.clamp((long) Math.floor((logit + LARGEST) / width()), 0, BINS - 1);
  }

  private static double width() {
    return 2.0 * LARGEST / BINS;
  }

  /**
   * The edge between two bins above which most rows are rightly called attacks and below which normal; of several the
   * nearest to 0. 0 when there is nothing to count.
   */
  double cut() {
    int best = BINS / 2;
    for (int step = 1; step < BINS / 2; step++) {
      best = better(best, BINS / 2 - step);
      best = better(best, BINS / 2 + step);
    }
    return best * width() - LARGEST;
  }

  private int better(int edge, int other) {
    return right(other) > right(edge) ? other : edge;
  }

  /** Rows on the right side of an edge. */
  private long right(int edge) {
    return sum(normals, 0, edge) + sum(attacks, edge, BINS);
  }

  private static long sum(long[] counts, int from, int to) {
    long sum = 0;
    for (int bin = from; bin < to; bin++) {
      sum += counts[bin];
    }
    return sum;
  }
}
