package io.fedics.fl.simulate;

import java.util.random.RandomGenerator;

/** Draws from distributions that Java's generators do not know. */
final class Draws {
  private Draws() {}

  /**
   * @return shares that sum to 1, shape {@code [size]}
   */
  static double[] dirichlet(double alpha, int size, RandomGenerator random) {
    double[] logs = new double[size];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      logs[i] = logGamma(alpha, random);
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      logs[i] = Math.exp(logs[i] - largest);
      sum += logs[i];
    }
    for (int i = 0; i < size; i++) {
      logs[i] /= sum;
    }
    return logs;
  }

  /**
   * Logarithm of a gamma variate of scale 1: with a small shape the variate itself may be too small for a double (Marsaglia
   * and Tsang 2000, doi:10.1145/358407.358414; shapes below 1 by their section 6).
   */
  private static double logGamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return logGamma(shape + 1, random) + Math.log(1 - random.nextDouble()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        double u = 1 - random.nextDouble();
        if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
          return Math.log(d * v);
        }
      }
    }
  }
}
