package io.fedics.fl.privacy;

/**
 * The Poisson-subsampled Gaussian mechanism, applied several times. In every step each unit takes part with probability
 * {@code samplingRate}, independently of all others, and Gaussian noise of standard deviation
 * {@code noiseMultiplier × sensitivity} is added to the sum. Batches of a fixed size, or from a shuffled order, are another
 * mechanism and not covered.
 *
 * @param samplingRate probability in [0, 1]; 1 is the Gaussian mechanism without sampling, 0 releases nothing
 * @param noiseMultiplier in units of the sensitivity; finite, at least 0; 0 is no noise and has no finite epsilon
 * @param steps how often; at least 0
 */
public record GaussianSteps(double samplingRate, double noiseMultiplier, long steps) {
  /** Its square must not vanish. */
  private static final double LEAST_NOISE = 1e-100;

  public GaussianSteps {
    if (!(samplingRate >= 0 && samplingRate <= 1)) {
      throw new IllegalArgumentException(
          "sampling rate: " + samplingRate + " (expected: a number from 0 to 1)");
    }
    if (!(noiseMultiplier >= 0 && Double.isFinite(noiseMultiplier))) {
      throw new IllegalArgumentException(
          "noise multiplier: " + noiseMultiplier + " (expected: finite, 0 or more)");
    }
    if (steps < 0) {
      throw new IllegalArgumentException("steps: " + steps + " (expected: 0 or more)");
    }
  }

  /** Whether nothing is revealed, because nobody takes part or there is no step. */
  boolean isSilent() {
    return samplingRate == 0 || steps == 0;
  }

  /** Whether everything may be revealed: somebody takes part and there is no noise to speak of. */
  boolean isBare() {
    return !isSilent() && noiseMultiplier < LEAST_NOISE;
  }

  GaussianSteps withSteps(long other) {
    return new GaussianSteps(samplingRate, noiseMultiplier, other);
  }
}
