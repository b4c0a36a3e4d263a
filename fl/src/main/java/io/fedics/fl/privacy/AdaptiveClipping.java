package io.fedics.fl.privacy;

/**
 * Moves the clip norm to a quantile of the norms of updates, by geometric steps after a noised count of how many were short
 * enough (Andrew, Thakkar, McMahan and Ramaswamy 2021, <a href="https://arxiv.org/abs/1905.03871">arXiv:1905.03871</a>).
 *
 * @param initialNorm of the first round; from 1e-100 to 1e100
 * @param targetQuantile of the norms, in [0, 1]; the source takes 0.5
 * @param learningRate of the logarithm of the norm; positive; the source takes 0.2
 * @param countNoise standard deviation of the noise on the count; at least 0.01; the source takes clients / 20
 */
public record AdaptiveClipping(
    double initialNorm, double targetQuantile, double learningRate, double countNoise) {
  /** A client adds half of 1 or takes it away, so that neither answer weighs more. */
  private static final double SENSITIVITY = 0.5;

  private static final double LEAST = 1e-100;
  private static final double MOST = 1e100;

  public AdaptiveClipping {
    require("initial norm", initialNorm, LEAST, MOST);
    require("target quantile", targetQuantile, 0, 1);
    require("learning rate", learningRate, 1e-9, 10);
    require("count noise", countNoise, 0.01, 1e5);
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: from " + least + " to " + most + ")");
    }
  }

  /**
   * What a round costs that releases both the sum and the count: as one Gaussian mechanism with a smaller multiplier,
   * {@code (z^-2 + (2 × countNoise)^-2)^(-1/2)} (source, theorem 1).
   *
   * @param updateNoise multiplier of the noise on the sum of updates
   */
  public double effectiveNoise(double updateNoise) {
    return 1 / Math.sqrt(1 / (updateNoise * updateNoise) + 1 / square(countNoise / SENSITIVITY));
  }

  /**
   * The opposite: the multiplier for the sum of updates, so that both together cost as one mechanism of {@code total}.
   *
   * @throws IllegalArgumentException when the count alone costs as much or more
   */
  public double updateNoise(double total) {
    double left = 1 / (total * total) - 1 / square(countNoise / SENSITIVITY);
    if (!(total > 0 && left > 0)) {
      throw new IllegalArgumentException(
          "noise multiplier: " + total + " (expected: above 0 and below " + countNoise / SENSITIVITY
              + ", twice the count noise)");
    }
    return 1 / Math.sqrt(left);
  }

  /** A sum for one round's count. */
  NoisySum count() {
    return new NoisySum(1, SENSITIVITY, countNoise / SENSITIVITY);
  }

  /** What one client adds to {@link #count}. */
  static double[] vote(boolean isUnclipped) {
    return new double[] {isUnclipped ? SENSITIVITY : -SENSITIVITY};
  }

  /**
   * @param votes noised sum of all votes
   * @param clients expected number of clients, a constant
   * @return the next round's clip norm
   */
  double next(double clipNorm, double votes, double clients) {
    double unclipped = votes / clients + SENSITIVITY;
    double next = clipNorm * Math.exp(-learningRate * (unclipped - targetQuantile));
    return Math.min(MOST, Math.max(LEAST, next));
  }

  private static double square(double value) {
    return value * value;
  }
}
