package io.fedics.fl.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the least noise that keeps a promise. */
public final class NoiseCalibration {
  /** With this much noise a million full passes cost next to nothing; who needs more asks for the impossible. */
  private static final double MOST_NOISE = 1e6;

  /** Where the search ends: what would do with less is told this. No training has so little. */
  public static final double LEAST_NOISE = 0x1p-10;

  private final Accountant accountant;
  private final double tolerance;

  /**
   * @param tolerance relative width at which the search ends, in (0, 1)
   */
  public NoiseCalibration(Accountant accountant, double tolerance) {
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "tolerance: " + tolerance + " (expected: above 0 and below 1)");
    }
    this.accountant = accountant;
    this.tolerance = tolerance;
  }

  /**
   * Narrows a bracket of noise multipliers and returns the end that keeps the promise.
   *
   * @param samplingRate in [0, 1]
   * @param steps at least 0
   * @param targetEpsilon positive, finite
   * @param delta in (0, 1)
   * @return a noise multiplier whose epsilon, by this accountant, is at most {@code targetEpsilon}, and at most the
   *     tolerance above the least such, but {@link #LEAST_NOISE} where that or less is enough; empty when none up to 1,000,000 is
   */
  public Optional<Double> noiseMultiplier(
      double samplingRate, long steps, double targetEpsilon, double delta) {
    return noiseMultiplier(samplingRate, steps, List.of(), targetEpsilon, delta);
  }

  /**
   * The same for steps that are released beside others.
   *
   * @param beside released as well, with the noise they have
   * @return empty also when those alone break the promise
   */
  public Optional<Double> noiseMultiplier(
      double samplingRate,
      long steps,
      List<GaussianSteps> beside,
      double targetEpsilon,
      double delta) {
    if (!(targetEpsilon > 0 && Double.isFinite(targetEpsilon))) {
      throw new IllegalArgumentException(
          "target epsilon: " + targetEpsilon + " (expected: finite, above 0)");
    }
    Accountant.requireDelta(delta);
    var search =
        new Search(new GaussianSteps(samplingRate, 1, steps), beside, targetEpsilon, delta);
    return search.bracket() ? Optional.of(search.close()) : Optional.empty();
  }

  /** A bracket around the noise at which epsilon meets the target, and how far its ends miss it. */
  private final class Search {
    private final GaussianSteps wanted;
    private final List<GaussianSteps> beside;
    private final double target;
    private final double delta;
    private double enough = 1;
    private double tooLittle;
    private double missEnough;
    private double missTooLittle;

    Search(GaussianSteps wanted, List<GaussianSteps> beside, double target, double delta) {
      this.wanted = wanted;
      this.beside = List.copyOf(beside);
      this.target = target;
      this.delta = delta;
    }

    /** {@code log(epsilon / target)}: above 0 breaks the promise. */
    private double miss(double noise) {
      List<GaussianSteps> all = new ArrayList<>(beside);
      all.add(new GaussianSteps(wanted.samplingRate(), noise, wanted.steps()));
      double epsilon = accountant.cost(all, delta).epsilon();
      // Epsilon itself decides, not its rounded logarithm.
      double miss = Math.log(epsilon / target);
      return epsilon <= target ? Math.min(miss, 0) : Math.max(miss, Double.MIN_VALUE);
    }

    boolean bracket() {
      missEnough = miss(enough);
      while (missEnough > 0) {
        tooLittle = enough;
        missTooLittle = missEnough;
        enough *= 2;
        if (enough > MOST_NOISE) {
          return false;
        }
        missEnough = miss(enough);
      }
      while (tooLittle == 0 && enough > LEAST_NOISE) {
        double half = enough / 2;
        double miss = miss(half);
        if (miss > 0) {
          tooLittle = half;
          missTooLittle = miss;
        } else {
          enough = half;
          missEnough = miss;
        }
      }
      return true;
    }

    /** Narrows by interpolation, and by halves where that does not get on. */
    double close() {
      for (int i = 1; tooLittle > 0 && enough - tooLittle > tolerance * enough; i++) {
        double middle = i % 4 == 0 ? (tooLittle + enough) / 2 : interpolated();
        double miss = miss(middle);
        if (miss > 0) {
          tooLittle = middle;
          missTooLittle = miss;
        } else {
          enough = middle;
          missEnough = miss;
        }
      }
      return enough;
    }

    /** Where the line through both ends crosses the target, but inside the bracket, so that it can close from both sides. */
    private double interpolated() {
      double part = missTooLittle / (missTooLittle - missEnough);
      double middle = tooLittle * Math.pow(enough / tooLittle, part);
      if (!Double.isFinite(middle)) {
        return (tooLittle + enough) / 2;
      }
      double inside = 0.4 * tolerance * enough;
      return Math.clamp(middle, tooLittle + inside, enough - inside);
    }
  }
}
