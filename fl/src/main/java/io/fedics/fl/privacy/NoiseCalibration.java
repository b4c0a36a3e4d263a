package io.fedics.fl.privacy;

import java.util.Optional;

/** Finds the least noise that keeps a promise. */
public final class NoiseCalibration {
  /** With this much noise a million full passes cost next to nothing; who needs more asks for the impossible. */
  private static final double MOST_NOISE = 1e6;

  private static final double LEAST_NOISE = 1e-3;

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
   * Bisects over the noise multiplier and returns the end that keeps the promise.
   *
   * @param samplingRate in [0, 1]
   * @param steps at least 0
   * @param targetEpsilon positive, finite
   * @param delta in (0, 1)
   * @return a noise multiplier whose epsilon, by this accountant, is at most {@code targetEpsilon}, and at most the
   *     tolerance above the least such; empty when none up to 1,000,000 is enough
   */
  public Optional<Double> noiseMultiplier(
      double samplingRate, long steps, double targetEpsilon, double delta) {
    if (!(targetEpsilon > 0 && Double.isFinite(targetEpsilon))) {
      throw new IllegalArgumentException(
          "target epsilon: " + targetEpsilon + " (expected: finite, above 0)");
    }
    Accountant.requireDelta(delta);
    var wanted = new GaussianSteps(samplingRate, 1, steps);
    double enough = 1;
    while (!keeps(wanted, enough, targetEpsilon, delta)) {
      enough *= 2;
      if (enough > MOST_NOISE) {
        return Optional.empty();
      }
    }
    double tooLittle = enough / 2;
    while (tooLittle > LEAST_NOISE && keeps(wanted, tooLittle, targetEpsilon, delta)) {
      enough = tooLittle;
      tooLittle /= 2;
    }
    while (enough - tooLittle > tolerance * enough) {
      double middle = (tooLittle + enough) / 2;
      if (keeps(wanted, middle, targetEpsilon, delta)) {
        enough = middle;
      } else {
        tooLittle = middle;
      }
    }
    return Optional.of(enough);
  }

  private boolean keeps(GaussianSteps wanted, double noise, double target, double delta) {
    var steps = new GaussianSteps(wanted.samplingRate(), noise, wanted.steps());
    return accountant.cost(steps, delta).epsilon() <= target;
  }
}
