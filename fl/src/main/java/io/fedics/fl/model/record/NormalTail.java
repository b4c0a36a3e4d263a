package io.fedics.fl.model.record;

/** How rare a score is among those of normals. */
public final class NormalTail {
  private NormalTail() {}

  /**
   * The share of normals that score at least as high, the one judged itself counted.
   *
   * @param normals rising
   * @return in (0, 1]
   */
  public static double of(double[] normals, double score) {
    return (normals.length - below(normals, score) + 1.0) / (normals.length + 1.0);
  }

  /**
   * How many are less.
   *
   * @param values rising
   */
  public static int below(double[] values, double value) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
