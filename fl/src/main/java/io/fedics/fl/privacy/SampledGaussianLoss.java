package io.fedics.fl.privacy;

import org.apache.commons.numbers.gamma.ErfDifference;

/**
 * Privacy loss of one step of the Poisson-subsampled Gaussian mechanism. With the unit the outcome is distributed as
 * {@code M = (1-q) N(0, s²) + q N(1, s²)}, without it as {@code N(0, s²)}; the loss of outcome x is {@code log(M(x)/N(x))} =
 * {@code log(1 - q + q exp((2x-1)/(2s²)))}, or its negative in the other direction, and rises with x.
 */
final class SampledGaussianLoss {
  private static final double DOMINANT_ABOVE = 30;

  private final double rate;
  private final double noise;

  /**
   * @param rate in (0, 1]
   * @param noise positive
   */
  SampledGaussianLoss(double rate, double noise) {
    this.rate = rate;
    this.noise = noise;
  }

  /**
   * Puts the distribution on a grid so that the result promises no more than the original: the mass between two grid
   * points is split among them such that its probability is kept under both data sets ("connect the dots": Doroshenko et
   * al. 2022, <a href="https://arxiv.org/abs/2207.04380">arXiv:2207.04380</a>). What lies above the grid counts as
   * unbounded loss, what lies below is raised to the lowest point.
   *
   * @param step distance of two grid points
   * @param tail largest mass cut at each end
   */
  LossMasses masses(Direction direction, double step, double tail) {
    double lowest = outcome(direction, tail, true);
    double highest = outcome(direction, tail, false);
    long first = (long) Math.floor(lossAt(lowest, direction, highest, true) / step);
    long last = (long) Math.ceil(lossAt(lowest, direction, highest, false) / step);
    double[] masses = new double[Math.toIntExact(last - first + 1)];
    double shrink = Math.exp(-step);
    double from = edge(direction, first * step);
    masses[0] = outer(direction, from, true);
    for (int i = 0; i + 1 < masses.length; i++) {
      double to = edge(direction, (first + i + 1) * step);
      double here = mass(direction, from, to);
      double there = otherMass(direction, from, to) * Math.exp((first + i) * step);
      double low = (there - here * shrink) / -Math.expm1(-step);
      // Where there is no number (the product of 0 and infinity), all mass goes up.
      double kept = low > 0 ? Math.min(low, here) : 0;
      masses[i] += kept;
      masses[i + 1] += here - kept;
      from = to;
    }
    return new LossMasses(step, first, masses, outer(direction, from, false));
  }

  /** Length of the grid that {@link #masses} would make. */
  double points(Direction direction, double step, double tail) {
    double lowest = outcome(direction, tail, true);
    double highest = outcome(direction, tail, false);
    return (lossAt(lowest, direction, highest, false) - lossAt(lowest, direction, highest, true))
            / step
        + 2;
  }

  /** Standard deviation of one step's loss, roughly: what decides the grid. */
  double spread() {
    double from = -8 * noise;
    double to = 1 + 8 * noise;
    int points = 2000;
    double mean = 0;
    double square = 0;
    double total = 0;
    for (int i = 0; i < points; i++) {
      double x = from + (i + 0.5) * (to - from) / points;
      double weight = (1 - rate) * density(x) + rate * density(x - 1);
      double loss = loss(x);
      total += weight;
      mean += weight * loss;
      square += weight * loss * loss;
    }
    mean /= total;
    return Math.sqrt(Math.max(0, square / total - mean * mean));
  }

  private double density(double x) {
    return Math.exp(-x * x / (2 * noise * noise));
  }

  private double lossAt(double lowest, Direction direction, double highest, boolean least) {
    return direction == Direction.REMOVE
        ? loss(least ? lowest : highest)
        : -loss(least ? highest : lowest);
  }

  private double loss(double x) {
    double w = (2 * x - 1) / (2 * noise * noise);
    if (rate == 1) {
      return w;
    }
    return w > DOMINANT_ABOVE
        ? w + Math.log(rate) + Math.log1p((1 - rate) / rate * Math.exp(-w))
        : Math.log1p(rate * Math.expm1(w));
  }

  /** The outcome whose loss in this direction is given; minus infinity where every outcome has a larger one. */
  private double edge(Direction direction, double wanted) {
    double loss = direction == Direction.REMOVE ? wanted : -wanted;
    return noise * noise * exponent(loss) + 0.5;
  }

  /** The w with {@code log(1 - q + q e^w)} as given. */
  private double exponent(double loss) {
    if (rate == 1) {
      return loss;
    }
    if (loss > DOMINANT_ABOVE) {
      return loss - Math.log(rate) + Math.log1p(-(1 - rate) * Math.exp(-loss));
    }
    double above = Math.expm1(loss) / rate;
    return above > -1 ? Math.log1p(above) : Double.NEGATIVE_INFINITY;
  }

  /** Probability of the outcomes between two edges under the data set that loses. */
  private double mass(Direction direction, double from, double to) {
    return direction == Direction.REMOVE ? mixture(from, to) : gaussian(to, from, 0);
  }

  private double otherMass(Direction direction, double from, double to) {
    return direction == Direction.REMOVE ? gaussian(from, to, 0) : mixture(to, from);
  }

  /** Probability of what lies beyond the grid: of losses below (or above) the loss at an edge. */
  private double outer(Direction direction, double edge, boolean below) {
    boolean left = direction == Direction.REMOVE == below;
    double from = left ? Double.NEGATIVE_INFINITY : edge;
    double to = left ? edge : Double.POSITIVE_INFINITY;
    return direction == Direction.REMOVE ? mixture(from, to) : gaussian(from, to, 0);
  }

  private double mixture(double from, double to) {
    return (1 - rate) * gaussian(from, to, 0) + rate * gaussian(from, to, 1);
  }

  private double gaussian(double from, double to, double mean) {
    double scale = noise * Math.sqrt(2);
    return ErfDifference.value((from - mean) / scale, (to - mean) / scale) / 2;
  }

  /** The outcome beyond which, on one side, lies at most {@code tail}; by bisection. */
  private double outcome(Direction direction, double tail, boolean left) {
    double inner = left ? 0 : direction == Direction.REMOVE ? 1 : 0;
    double outer = left ? -40 * noise : inner + 40 * noise;
    for (int i = 0; i < 60; i++) {
      double middle = (inner + outer) / 2;
      double from = left ? Double.NEGATIVE_INFINITY : middle;
      double to = left ? middle : Double.POSITIVE_INFINITY;
      double beyond = direction == Direction.REMOVE ? mixture(from, to) : gaussian(from, to, 0);
      if (beyond <= tail) {
        outer = middle;
      } else {
        inner = middle;
      }
    }
    return outer;
  }
}
