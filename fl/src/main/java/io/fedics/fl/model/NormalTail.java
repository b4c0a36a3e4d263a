package io.fedics.fl.model;

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
    int low = 0;
    int high = normals.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (normals[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (normals.length - low + 1.0) / (normals.length + 1.0);
  }
}
