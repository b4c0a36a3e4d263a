package io.fedics.fl.aggregate;

import java.util.Arrays;

/**
 * How many training rows lie in which bin of the model's logit, by label. Bins are the same everywhere, whatever the rows
 * are: {@value #BINS} of equal width over [-{@value #LARGEST}, {@value #LARGEST}], the first and the last have no end. So the
 * counts of sites add up, and those of all sites say where the cut belongs, which sites of one label push about.
 *
 * @param normals shape {@code [bins]}, none negative
 * @param attacks shape {@code [bins]}, none negative
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record LogitCounts(long[] normals, long[] attacks) {
  public static final int BINS = 256;
  static final int LARGEST = 16;

  public LogitCounts {
    require(normals);
    require(attacks);
  }

  private static void require(long[] counts) {
    if (counts.length != BINS) {
      throw new IllegalArgumentException(
          "counts: %d (expected: %d, one a bin)".formatted(counts.length, BINS));
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("count: " + count + " (expected: not negative)");
      }
    }
  }

  /**
   * @param logits of rows, shape {@code [rows]}
   * @param labels 0 normal, 1 attack; shape {@code [rows]}
   */
  public static LogitCounts of(double[] logits, int[] labels) {
    var counts = new LogitCounts(new long[BINS], new long[BINS]);
    for (int row = 0; row < logits.length; row++) {
      long[] ofLabel = labels[row] == 0 ? counts.normals : counts.attacks;
      ofLabel[bin(logits[row])]++;
    }
    return counts;
  }

  private static int bin(double logit) {
    return Math.clamp((long) Math.floor((logit + LARGEST) / width()), 0, BINS - 1);
  }

  private static double width() {
    return 2.0 * LARGEST / BINS;
  }

  /** Those of two sites together. */
  public LogitCounts plus(LogitCounts other) {
    return new LogitCounts(added(normals, other.normals), added(attacks, other.attacks));
  }

  private static long[] added(long[] one, long[] other) {
    long[] sum = one.clone();
    Arrays.setAll(sum, i -> Math.addExact(one[i], other[i]));
    return sum;
  }

  public long rows() {
    return sum(normals, 0, BINS) + sum(attacks, 0, BINS);
  }

  /** Whether there are rows of either label: one alone would have everything on its side. */
  public boolean hasBoth() {
    return sum(normals, 0, BINS) > 0 && sum(attacks, 0, BINS) > 0;
  }

  /**
   * The edge between two bins above which most rows are rightly called attacks and below which normal; of several the
   * nearest to 0. 0 when there is nothing to count.
   */
  public double cut() {
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
