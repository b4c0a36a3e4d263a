package io.fedics.detect.domain.learned;

/**
 * How high the numbers of a host's minutes usually are, and how much they vary: a running mean and variance of each of {@link
 * HostSecondFeatures}. Levels are means over a window, {@code ln(1 + count)}. The fields are the saved state. Not thread-safe.
 */
final class UsualLevels {
  /** Levels that vary by less are taken to vary by this. */
  private static final double LEAST_SPREAD = 0.08;

  /** One window moves a known mean as if it were no further away than this: an attack is not to become usual. */
  private static final double MOST_STEP = 0.5;

  /** A known variance grows as by no more than so many times itself, or so many times {@link #LEAST_VARIANCE}. */
  private static final double MOST_GROWTH = 9;

  private static final double LEAST_VARIANCE = 0.01;

  private final float[] means = new float[HostSecondFeatures.COUNT];
  private final float[] variances = new float[HostSecondFeatures.COUNT];

  /**
   * @param level of the feature in some window
   * @return by how many of its usual spreads it is off, at least 0
   */
  double shift(int feature, double level) {
    double spread = Math.max(StrictMath.sqrt(variances[feature]), LEAST_SPREAD);
    return Math.abs(level - means[feature]) / spread;
  }

  /**
   * @param levels one a feature
   * @return mean of {@link #shift} over the features
   */
  double shift(double[] levels) {
    double sum = 0;
    for (int f = 0; f < levels.length; f++) {
      sum += shift(f, levels[f]);
    }
    return sum / levels.length;
  }

  double usual(int feature) {
    return means[feature];
  }

  /**
   * @param weight of these levels against all before, 1 for the first
   * @param known whether what is usual is known, so that what is not has less of a say
   */
  void learn(double[] levels, double weight, boolean known) {
    for (int f = 0; f < levels.length; f++) {
      double step = levels[f] - means[f];
      double square = weight == 1 ? 0 : step * step;
      if (known) {
        step = Math.clamp(step, -MOST_STEP, MOST_STEP);
        square = Math.min(square, MOST_GROWTH * Math.max(variances[f], LEAST_VARIANCE));
      }
      means[f] += (float) (weight * step);
      variances[f] += (float) (weight * (square - variances[f]));
    }
  }
}
