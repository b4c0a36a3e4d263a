package io.fedics.fl.evaluate;

/**
 * Attack against normal: the four counts and what follows from them. A share of nothing is NaN, never a default.
 *
 * @param truePositives attacks said to be attacks
 * @param falsePositives normals said to be attacks
 * @param falseNegatives attacks said to be normal
 * @param trueNegatives normals said to be normal
 */
public record BinaryCounts(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /**
   * @param said one verdict a row
   * @param attacks the truth, a row each
   * @throws IllegalArgumentException when the lengths differ
   */
  public static BinaryCounts of(boolean[] said, boolean[] attacks) {
    Lengths.requireSame("said", said.length, "attacks", attacks.length);
    long[] cells = new long[4];
    for (int row = 0; row < said.length; row++) {
      cells[(said[row] ? 0 : 2) + (attacks[row] == said[row] ? 0 : 1)]++;
    }
    return new BinaryCounts(cells[0], cells[1], cells[3], cells[2]);
  }

  public double accuracy() {
    long all = truePositives + falsePositives + falseNegatives + trueNegatives;
    return share(truePositives + trueNegatives, all);
  }

  public double precision() {
    return share(truePositives, truePositives + falsePositives);
  }

  public double recall() {
    return share(truePositives, truePositives + falseNegatives);
  }

  /** Of the attacks. */
  public double f1() {
    return f1(truePositives, falsePositives, falseNegatives);
  }

  /** The mean of both classes' F1. */
  public double macroF1() {
    return (f1() + f1(trueNegatives, falseNegatives, falsePositives)) / 2;
  }

  /** Share of the normals said to be attacks. */
  public double falsePositiveRate() {
    return share(falsePositives, falsePositives + trueNegatives);
  }

  /** Share of the normals said to be normal. */
  public double trueNegativeRate() {
    return share(trueNegatives, falsePositives + trueNegatives);
  }

  private static double f1(long hits, long wrong, long missed) {
    return share(2 * hits, 2 * hits + wrong + missed);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
