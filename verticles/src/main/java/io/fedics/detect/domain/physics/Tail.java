package io.fedics.detect.domain.physics;

/**
 * Upper bounds of "how likely is this, or more, in normal traffic", and what they are worth as a score. All bounds are
 * closed forms: monotone in what was seen, 1 where nothing is unusual, never NaN.
 */
final class Tail {
  /** Below this a probability says no more. */
  private static final double LEAST = 1e-300;

  private Tail() {}

  /**
   * Chernoff's bound of P(X ≥ seen) for a negative binomial X: counts that come in bursts, Poisson with a rate that is
   * itself gamma distributed.
   *
   * <p>Source: Chernoff 1952, "A measure of asymptotic efficiency"; the moment generating function of the negative
   * binomial minimised by hand: {@code (q(k+r)/k)^k ((1−q)(k+r)/r)^r} with {@code q = mean/(mean+r)}.
   *
   * @param seen k, the count
   * @param mean expected count, above 0
   * @param shape r, above 0; variance is {@code mean + mean²/r}, so small means bursty
   * @return in (0, 1]; 1 while {@code seen} is not above {@code mean}
   */
  static double negativeBinomial(double seen, double mean, double shape) {
    if (!(seen > mean && mean > 0 && shape > 0)) {
      return 1;
    }
    double q = mean / (mean + shape);
    double both = seen + shape;
    return bounded(seen * Math.log(q * both / seen) + shape * Math.log((1 - q) * both / shape));
  }

  /**
   * Hoeffding's bound of P(at least {@code hits} of {@code trials}) when each hits with probability {@code q}.
   *
   * <p>Source: Hoeffding 1963, theorem 1: {@code exp(−n D(hits/n ‖ q))}.
   */
  static double binomial(int hits, int trials, double q) {
    if (trials <= 0 || !(q > 0 && q < 1) || hits <= trials * q) {
      return 1;
    }
    double share = (double) hits / trials;
    double divergence = share * Math.log(share / q);
    if (hits < trials) {
      divergence += (1 - share) * Math.log((1 - share) / (1 - q));
    }
    return bounded(-trials * divergence);
  }

  /**
   * The Pareto tail above a reference that normal traffic hardly passes.
   *
   * <p>Source: Pickands 1975, "Statistical inference using extreme order statistics" (peaks over a threshold).
   *
   * @param index tail index, above 0; the larger, the less heavy the tail
   */
  static double pareto(double seen, double reference, double index) {
    if (!(seen > reference && reference > 0)) {
      return 1;
    }
    return bounded(-index * Math.log(seen / reference));
  }

  /**
   * 1 − (how many such cases normal traffic makes in {@code tests} looks): Bonferroni's bound, so that 0.999 means one
   * false case in a thousand days of a site.
   */
  static double score(double probability, double tests) {
    return 1 - Math.min(1, probability * tests);
  }

  /** Powers of ten by which normal traffic misses it. */
  static double raw(double probability) {
    return -Math.log10(Math.max(probability, LEAST));
  }

  private static double bounded(double logarithm) {
    return Math.max(LEAST, Math.min(1, Math.exp(logarithm)));
  }
}
