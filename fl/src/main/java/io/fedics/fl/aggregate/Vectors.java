package io.fedics.fl.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * Arithmetic on updates: arrays {@code [parameters]} of one length, none modified. Sums go from the first coordinate to the
 * last and from the first update to the last, so equal inputs give equal bits. Shapes are the callers' to check
 * ({@link Tensors}): of a shorter second array an {@link ArrayIndexOutOfBoundsException}, of an empty list a {@link
 * java.util.NoSuchElementException}.
 */
public final class Vectors {
  private Vectors() {}

  /** {@code after − before}: the update. */
  public static double[] difference(double[] after, double[] before) {
    double[] result = new double[after.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = after[i] - before[i];
    }
    return result;
  }

  /** {@code base + factor × direction}. */
  public static double[] moved(double[] base, double factor, double[] direction) {
    double[] result = new double[base.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = base[i] + factor * direction[i];
    }
    return result;
  }

  /** Inner product. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Euclidean length; infinite when a square is. */
  public static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** Of the angle between the two; 0 when one has no length. */
  public static double cosine(double[] a, double[] b) {
    double lengths = norm(a) * norm(b);
    return lengths == 0 ? 0 : dot(a, b) / lengths;
  }

  /** Euclidean. */
  public static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  /** Coordinate by coordinate, each update with the same weight. */
  public static double[] mean(List<double[]> all) {
    double[] mean = new double[all.getFirst().length];
    for (double[] one : all) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / all.size();
      }
    }
    return mean;
  }

  /** Coordinate by coordinate, of the population. */
  public static double[] deviation(List<double[]> all, double[] mean) {
    double[] deviation = new double[mean.length];
    for (double[] one : all) {
      for (int i = 0; i < mean.length; i++) {
        deviation[i] += (one[i] - mean[i]) * (one[i] - mean[i]) / all.size();
      }
    }
    for (int i = 0; i < mean.length; i++) {
      deviation[i] = Math.sqrt(deviation[i]);
    }
    return deviation;
  }

  /** Coordinate by coordinate. */
  public static double[] median(List<double[]> all) {
    double[] median = new double[all.getFirst().length];
    double[] column = new double[all.size()];
    for (int i = 0; i < median.length; i++) {
      for (int k = 0; k < column.length; k++) {
        column[k] = all.get(k)[i];
      }
      median[i] = median(column);
    }
    return median;
  }

  /** The values are left as they are. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
