package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Vectors;
import java.util.List;

/** Updates that malicious sites make of those of honest ones. */
final class Poison {
  /** Halvings of the search for the furthest unnoticed step; 2^-40 of the first bracket. */
  private static final int HALVINGS = 40;

  private Poison() {}

  /**
   * @param honest updates of the honest sites, at least one
   * @param malicious how many lie
   */
  static double[] lie(List<double[]> honest, int malicious) {
    double[] mean = Vectors.mean(honest);
    return Vectors.moved(
        mean, -deviations(honest.size() + malicious, malicious), Vectors.deviation(honest, mean));
  }

  /**
   * Deviations that as many honest sites exceed as a majority for the lie needs.
   *
   * @return z of the paper's section 3.2; 0 where the malicious need nobody's help
   */
  static double deviations(int sites, int malicious) {
    int supporters = sites / 2 + 1 - malicious;
    int honest = sites - malicious;
    double share = (double) (honest - supporters) / honest;
    return share >= 1 || share <= 0 ? 0 : normalQuantile(share);
  }

  static double[] minMax(List<double[]> honest) {
    double[] mean = Vectors.mean(honest);
    double[] direction = Vectors.deviation(honest, mean);
    double furthest = 0;
    for (int a = 0; a < honest.size(); a++) {
      for (int b = 0; b < a; b++) {
        furthest = Math.max(furthest, Vectors.distance(honest.get(a), honest.get(b)));
      }
    }
    double length = Vectors.norm(direction);
    if (length == 0 || furthest == 0) {
      return mean;
    }
    double near = 0;
    double far = 2 * furthest / length; // from the mean that is beyond all
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (near + far) / 2;
      if (isWithin(Vectors.moved(mean, -middle, direction), honest, furthest)) {
        near = middle;
      } else {
        far = middle;
      }
    }
    return Vectors.moved(mean, -near, direction);
  }

  private static boolean isWithin(double[] update, List<double[]> honest, double furthest) {
    return honest.stream().allMatch(one -> Vectors.distance(update, one) <= furthest);
  }

  /** By halves of the distribution function; a share in (0, 1). */
  private static double normalQuantile(double share) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (normalShare(middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Series of the normal distribution function, 1e-7 near enough within ±8 (Abramowitz and Stegun 1964, 26.2.17). */
  private static double normalShare(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double tail = Math.exp(-z * z / 2)
        / Math.sqrt(2 * Math.PI)
        * t
        * (0.319381530
            + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z >= 0 ? 1 - tail : tail;
  }
}
