package io.fedics.detect.domain.learned;

/**
 * How well a host's windows can usually be repeated by one model. The fields are the saved state. Not thread-safe.
 */
final class UsualError {
  /** Windows after which it is known: two minutes' worth. */
  private static final double ENOUGH_WINDOWS = 24;

  /** One window changes it by no more than this share once it is known. */
  private static final double LEAST_WEIGHT = 1.0 / 240;

  /** Factor beyond which an error counts as if it were so large: an attack is not to become typical. */
  private static final double MOST_LOG_RATIO = 1;

  private double windows;
  private double typicalLog;

  /** Whether it is known, so that another error can be called unusual. */
  boolean isKnown() {
    return windows >= ENOUGH_WINDOWS;
  }

  /**
   * Logarithm of how many times the usual error an error is.
   *
   * @param error not negative
   * @param usual error of all hosts, positive: below a thousandth of it errors are taken for equal
   */
  double logRatio(double error, double usual) {
    return StrictMath.log(Math.max(error, usual * 1e-3)) - StrictMath.log(usual) - typicalLog;
  }

  /** What the next window counts against those before. */
  double weight() {
    return Math.max(LEAST_WEIGHT, 1 / (windows + 1));
  }

  void learn(double error, double usual) {
    double ratio = logRatio(error, usual);
    typicalLog +=
        weight() * (isKnown() ? Math.clamp(ratio, -MOST_LOG_RATIO, MOST_LOG_RATIO) : ratio);
    windows = Math.min(windows + 1, 1 / LEAST_WEIGHT);
  }
}
