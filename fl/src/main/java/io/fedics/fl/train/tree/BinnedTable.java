package io.fedics.fl.train.tree;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Training rows with every value replaced by its bin, column by column. Bins hold about equally many rows; a value that
 * fills several has one of its own. NaN lies in the lowest bin.
 */
final class BinnedTable {
  static final int MAX_BINS = 255;

  final int rows;
  final int features;
  /** {@code [features][rows]}, unsigned. */
  final byte[][] bins;
  /** {@code [features][bins − 1]}: bin b holds what is ≤ cuts[b] and above the cut before. */
  final double[][] cuts;

  private BinnedTable(int rows, byte[][] bins, double[][] cuts) {
    this.rows = rows;
    this.features = bins.length;
    this.bins = bins;
    this.cuts = cuts;
  }

  /**
   * @param rows shape {@code [rows][features]}, at least one row
   */
  static BinnedTable of(double[][] rows) {
    int features = rows[0].length;
    double[][] cuts = new double[features][];
    byte[][] bins = new byte[features][];
    IntStream.range(0, features).parallel().forEach(f -> {
      double[] column = new double[rows.length];
      for (int row = 0; row < rows.length; row++) {
        column[row] = Double.isNaN(rows[row][f]) ? Double.NEGATIVE_INFINITY : rows[row][f];
      }
      cuts[f] = cuts(column);
      bins[f] = new byte[rows.length];
      for (int row = 0; row < rows.length; row++) {
        bins[f][row] = (byte) bin(cuts[f], column[row]);
      }
    });
    return new BinnedTable(rows.length, bins, cuts);
  }

  /** Bins of a column. */
  int binsOf(int feature) {
    return cuts[feature].length + 1;
  }

  int bin(int feature, int row) {
    return bins[feature][row] & 0xff;
  }

  private static int bin(double[] cuts, double value) {
    int found = Arrays.binarySearch(cuts, value);
    return found >= 0 ? found : -found - 1;
  }

  /** Cuts lie half-way between neighbouring values. */
  private static double[] cuts(double[] column) {
    double[] sorted = column.clone();
    Arrays.sort(sorted);
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length <= MAX_BINS) {
      return IntStream.range(1, distinct.length)
          .mapToDouble(i -> between(distinct[i - 1], distinct[i]))
          .toArray();
    }
    double[] cuts = new double[MAX_BINS - 1];
    int count = 0;
    double left = sorted.length;
    int inBin = 0;
    for (int i = 0; i + 1 < sorted.length && count < cuts.length; i++) {
      inBin++;
      if (sorted[i] < sorted[i + 1] && inBin >= left / (MAX_BINS - count)) {
        cuts[count++] = between(sorted[i], sorted[i + 1]);
        left -= inBin;
        inBin = 0;
      }
    }
    return Arrays.copyOf(cuts, count);
  }

  /** Lower value included, upper not, also when nothing lies between. */
  private static double between(double low, double high) {
    if (Double.isInfinite(low)) {
      return Double.isInfinite(high) ? low : Math.nextDown(high);
    }
    double middle = low + (high - low) / 2;
    return middle < high && !Double.isInfinite(middle) ? middle : low;
  }
}
