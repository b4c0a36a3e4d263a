package io.fedics.fl.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * Privacy loss distribution of many steps: the convolution of those of the steps (Koskela, Jälkö and Honkela 2020, <a
 * href="https://arxiv.org/abs/1906.03049">arXiv:1906.03049</a>), as a product of their Fourier transforms. The transform is
 * circular; its length comes from Chernoff bounds, and the mass that may have gone round counts as unbounded loss. Rounding of
 * the transform is not bounded; 100,000 steps at delta 1e-9 come out 0.05 % too large by it and the grid.
 */
final class ComposedLoss {
  /** What one distribution may hold; more and the grid gets coarser, which costs tightness, not honesty. */
  private static final int MOST_POINTS = 1 << 18;
  /** Grid points in one standard deviation of the smallest step. */
  private static final double FINENESS = 100;
  /**
   * Largest grid step, in standard deviations of the smallest step. Rounding then adds more to the loss of every step than the
   * step itself reveals, and no coarser grid needs fewer points: what is beyond has no bound here.
   */
  private static final double COARSEST = 5;
  /**
   * What rounding does to one step, some 1e-16, is multiplied by their number: of 10^16 steps nothing true is left. From far fewer on
   * the Rényi bound is lower anyway.
   */
  private static final double MOST_STEPS = 0x1p30;
  /** Indices beyond are not exact as a double: their difference would say nothing. */
  private static final double MOST_EXACT = 0x1p53;
  /** Part of delta that may be lost at the ends. */
  private static final double TAIL_PART = 1e-7;

  private final double step;
  private final long first;
  private final double[] masses;
  private final double infinite;

  private ComposedLoss(double step, long first, double[] masses, double infinite) {
    this.step = step;
    this.first = first;
    this.masses = masses;
    this.infinite = infinite;
  }

  /**
   * @param mixture of steps with noise that are taken by somebody
   * @param delta the smallest that will be asked for
   * @return says nothing, with a delta of 1 and an infinite epsilon, of more than {@link #MOST_STEPS}, and where even the coarsest
   *     grid is too long or none is fine enough
   */
  static ComposedLoss of(List<GaussianSteps> mixture, Direction direction, double delta) {
    double tail = delta * TAIL_PART;
    double all = 0;
    double spread = Double.POSITIVE_INFINITY;
    for (GaussianSteps one : mixture) {
      all += one.steps();
      spread = Math.min(spread, loss(one).spread());
    }
    if (all > MOST_STEPS) {
      return unbounded();
    }
    double step = spread / FINENESS;
    if (!(step > 0 && Double.isFinite(1 / step))) {
      return unbounded(); // so much or so little noise that the spread is no number a grid can have
    }
    for (; step <= COARSEST * spread; step *= 2) {
      var attempt = new Attempt(mixture, direction, step, tail, all);
      if (attempt.fits()) {
        return attempt.compose();
      }
    }
    return unbounded();
  }

  /** Says nothing: every loss may be unbounded. */
  private static ComposedLoss unbounded() {
    return new ComposedLoss(1, 0, new double[0], 1);
  }

  private static SampledGaussianLoss loss(GaussianSteps one) {
    return new SampledGaussianLoss(one.samplingRate(), one.noiseMultiplier());
  }

  /**
   * @param epsilon at least 0
   * @return the least delta for which the steps are (epsilon, delta) private, as an upper bound
   */
  double delta(double epsilon) {
    double sum = infinite;
    for (int i = masses.length - 1; i >= 0; i--) {
      double excess = (first + i) * step - epsilon;
      if (excess <= 0) {
        break;
      }
      sum += masses[i] * -Math.expm1(-excess);
    }
    return Math.min(1, sum);
  }

  /**
   * Goes down from the largest loss until delta is used up. With D(e) the delta of e and E(e) the sum of {@code p exp(e - l)}
   * over losses l above e, a step of t down adds {@code (1 - exp(-t)) E} to D; nothing is ever subtracted.
   */
  double epsilon(double delta) {
    double left = delta - infinite;
    if (left < 0) {
      return Double.POSITIVE_INFINITY;
    }
    double shrink = Math.exp(-step);
    double reached = 0;
    double weight = 0;
    for (int i = masses.length - 1; i >= 0 && first + i > 0; i--) {
      weight += masses[i];
      double next = reached - Math.expm1(-step) * weight;
      if (next > left) {
        double down = -Math.log1p(-(left - reached) / weight);
        return Math.max(0, (first + i) * step - down);
      }
      reached = next;
      weight *= shrink;
    }
    return 0;
  }

  /** One grid: distributions of the steps, and where their sum lies. */
  private static final class Attempt {
    private final List<GaussianSteps> mixture;
    private final double step;
    private final double tail;
    private final List<LossMasses> parts = new ArrayList<>();
    private boolean tooLong;

    Attempt(
        List<GaussianSteps> mixture, Direction direction, double step, double tail, double all) {
      this.mixture = mixture;
      this.step = step;
      this.tail = tail;
      for (GaussianSteps one : mixture) {
        var loss = loss(one);
        if (loss.points(direction, step, tail / all) > MOST_POINTS) {
          tooLong = true;
          return;
        }
        parts.add(loss.masses(direction, step, tail / all));
      }
    }

    boolean fits() {
      return !tooLong
          && Math.abs(end(1)) < MOST_EXACT
          && Math.abs(end(-1)) < MOST_EXACT
          && end(1) - end(-1) + 1 < MOST_POINTS;
    }

    ComposedLoss compose() {
      long lowest = (long) end(-1);
      long points = (long) end(1) - lowest + 1;
      int size = Math.max(2, Math.toIntExact(Long.highestOneBit(points) * 2));
      double[] real = new double[size];
      double[] imaginary = new double[size];
      double finite = product(real, imaginary);
      new FastFourier(size).inverse(real, imaginary);
      double[] masses = new double[size];
      for (int i = 0; i < size; i++) {
        // What rounding made negative was next to nothing.
        masses[i] = Math.max(0, real[Math.floorMod(lowest + i, size)]);
      }
      return new ComposedLoss(step, lowest, masses, -Math.expm1(finite) + 2 * tail);
    }

    /**
     * Writes the product of all transforms, each to the power of its steps.
     *
     * @return logarithm of the probability that every loss is bounded
     */
    private double product(double[] real, double[] imaginary) {
      int size = real.length;
      var fourier = new FastFourier(size);
      double[] logs = new double[size];
      double[] angles = new double[size];
      double finite = 0;
      for (int k = 0; k < parts.size(); k++) {
        LossMasses part = parts.get(k);
        long steps = mixture.get(k).steps();
        part.lay(real, imaginary);
        fourier.forward(real, imaginary);
        for (int i = 0; i < size; i++) {
          logs[i] += steps * Math.log(Math.hypot(real[i], imaginary[i]));
          angles[i] += steps * Math.atan2(imaginary[i], real[i]);
        }
        finite += steps * Math.log1p(-part.infinite());
      }
      for (int i = 0; i < size; i++) {
        double length = Math.exp(logs[i]);
        real[i] = length * Math.cos(angles[i]);
        imaginary[i] = length * Math.sin(angles[i]);
      }
      return finite;
    }

    /** Grid index beyond which, up (1) or down (-1), the sum of all losses lies with at most the tail's probability. */
    private double end(int side) {
      double variance = 0;
      double extreme = 0;
      for (int k = 0; k < parts.size(); k++) {
        LossMasses part = parts.get(k);
        long steps = mixture.get(k).steps();
        variance += steps * part.variance();
        extreme += (double) steps * (side > 0 ? part.highest() : part.lowest());
      }
      double best = side * extreme;
      double spread = Math.max(Math.sqrt(variance), step);
      for (int i = -6; i <= 6; i++) {
        double t = Math.scalb(1 / spread, i);
        double moment = -Math.log(tail);
        for (int k = 0; k < parts.size(); k++) {
          moment += mixture.get(k).steps() * parts.get(k).logMoment(side * t);
        }
        best = Math.min(best, moment / t);
      }
      double index = side * best / step;
      return side > 0 ? Math.ceil(index) : Math.floor(index);
    }
  }
}
