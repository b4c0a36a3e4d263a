package io.fedics.fl.privacy;

/**
 * Rényi divergence of one step of the Poisson-subsampled Gaussian mechanism (Mironov, Talwar and Zhang 2019, <a
 * href="https://arxiv.org/abs/1908.10530">arXiv:1908.10530</a>, section 3.3): with rate q, multiplier s and order a it is
 * {@code log(A) / (a - 1)}, {@code A = E[((1-q) + q exp((2z-1)/(2s²)))^a]} over {@code z ~ N(0, s²)}.
 *
 * <p>What is computed is {@code A - 1}, as a sum of terms that are never negative: for small q, A is so near to 1 that its
 * logarithm would be noise, and a million steps would multiply that noise.
 *
 * <p>Exponentials and logarithms are {@link StrictMath}'s: a ledger checks its figures on another machine.
 */
final class SampledGaussianRdp {
  /** Below this the integral of a fractional order needs too many points, and the next whole order bounds it. */
  private static final double LEAST_INTEGRATED_NOISE = 0.05;
  /** Standard deviations beyond which a normal density is far below rounding. */
  private static final double TAIL = 10;

  private static final double SERIES_BELOW = 0.05;
  private static final int SERIES_TERMS = 16;
  private static final double DOMINANT_ABOVE = 30;

  private final double rate;
  private final double noise;

  /**
   * @param rate in (0, 1]
   * @param noise positive
   */
  SampledGaussianRdp(double rate, double noise) {
    this.rate = rate;
    this.noise = noise;
  }

  /**
   * @param order above 1
   * @return the divergence of one step, at least 0; relative error below 1e-9
   */
  double at(double order) {
    if (rate == 1) {
      return order / (2 * noise * noise);
    }
    if (order == Math.rint(order)) {
      return log1pExp(logExcess((int) order)) / (order - 1);
    }
    if (noise < LEAST_INTEGRATED_NOISE) {
      // The divergence falls neither with the order nor with the rate.
      return Math.min(at(Math.ceil(order)), order / (2 * noise * noise));
    }
    return log1pExp(logExcess(order)) / (order - 1);
  }

  /**
   * {@code log(A - 1)} of a whole order: the binomial sum of the source less the binomial sum of 1, so that the terms of 0
   * and 1 vanish and the others lose 1 from their exponential.
   */
  private double logExcess(int order) {
    double[] terms = new double[order - 1];
    double choose = StrictMath.log(order); // of the term before
    for (int k = 2; k <= order; k++) {
      choose += StrictMath.log(order - k + 1) - StrictMath.log(k);
      double exponent = ((double) k * k - k) / (2 * noise * noise);
      terms[k - 2] = choose
          + (order - k) * StrictMath.log1p(-rate)
          + k * StrictMath.log(rate)
          + exponent
          + StrictMath.log(-StrictMath.expm1(-exponent));
    }
    return logSum(terms);
  }

  /**
   * {@code log(A - 1)} of a fractional order, equal to the two series of the source: since {@code u = q (exp(…) - 1)} has
   * mean 0, {@code A - 1 = E[(1+u)^a - 1 - a u]}, whose integrand is never negative. The trapezoid rule converges
   * exponentially: the integrand is analytic for {@code |Im z| < π s²}, so steps of s²/4 leave an error of e^-74.
   */
  private double logExcess(double order) {
    double step = Math.min(noise, noise * noise) / 4;
    double from = -TAIL * noise;
    double to = Math.max(order, 2) + TAIL * noise;
    int points = (int) Math.ceil((to - from) / step) + 1;
    double scale = StrictMath.log(step / (noise * Math.sqrt(2 * Math.PI)));
    double[] terms = new double[points];
    for (int i = 0; i < points; i++) {
      double z = from + i * step;
      double density = scale - z * z / (2 * noise * noise);
      terms[i] = density + logConvexPart(order, logRatio((2 * z - 1) / (2 * noise * noise)));
    }
    return logSum(terms);
  }

  /** {@code log(1 - q + q e^w)}. */
  private double logRatio(double w) {
    if (w > DOMINANT_ABOVE) {
      return w + StrictMath.log(rate) + StrictMath.log1p((1 - rate) / rate * StrictMath.exp(-w));
    }
    return StrictMath.log1p(rate * StrictMath.expm1(w));
  }

  /** {@code log(e^(at) - 1 - a (e^t - 1))}; the three terms cancel almost wholly near 0. */
  private static double logConvexPart(double a, double t) {
    if (a * Math.abs(t) < SERIES_BELOW) {
      return StrictMath.log(convexSeries(a, t));
    }
    if (a * t > DOMINANT_ABOVE) {
      double rest = a * StrictMath.exp(t - a * t) + (1 - a) * StrictMath.exp(-a * t);
      return a * t + StrictMath.log1p(-rest);
    }
    return StrictMath.log(StrictMath.expm1(a * t) - a * StrictMath.expm1(t));
  }

  /** Sum over k ≥ 2 of {@code (a^k - a) t^k / k!}. */
  private static double convexSeries(double a, double t) {
    double sum = 0;
    double power = a;
    double factor = t;
    for (int k = 2; k <= SERIES_TERMS; k++) {
      power *= a;
      factor *= t / k;
      sum += (power - a) * factor;
    }
    return sum;
  }

  private static double logSum(double[] logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - largest);
    }
    return largest + StrictMath.log(sum);
  }

  private static double log1pExp(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }
}
