package io.fedics.detect.domain.physics;

/**
 * Mean and spread of a count per second, silence included. It weighs the whole past up to a day; once settled it rises
 * by a capped share of itself in the time it looks back on, at most a day. Not thread-safe.
 */
final class ActivityBaseline {
  private static final double DAY = 86_400;

  /** What a silent host may rise to from nothing, events per second in its time. */
  private static final double START = 0.1;

  private static final double LEAST_SHAPE = 0.25;
  private static final double MOST_SHAPE = 10;

  private double seconds;
  private double mean;
  private double square;

  double mean() {
    return mean;
  }

  double seconds() {
    return seconds;
  }

  /**
   * Shape of the negative binomial with this mean and variance, within [0.25, 10]: small means bursty.
   */
  double shape() {
    double excess = square - mean * mean - mean;
    if (!(excess > 0)) {
      return MOST_SHAPE;
    }
    return Math.max(LEAST_SHAPE, Math.min(MOST_SHAPE, mean * mean / excess));
  }

  /**
   * @param count of this second
   * @param span seconds since the last call, this one included; the others were silent; at least 1
   */
  void learn(double count, double span) {
    blend(count, Math.min(DAY, Math.max(1, span)), Double.POSITIVE_INFINITY);
  }

  /**
   * As {@link #learn}, with the cap.
   *
   * @param drift share, e.g. 0.5
   */
  void learnCapped(double count, double span, double drift) {
    blend(count, Math.min(DAY, Math.max(1, span)), drift);
  }

  private void blend(double count, double span, double drift) {
    double total = Math.min(DAY, seconds + span);
    double share = span / total;
    double rise = drift * share;
    mean = Math.min(mean + (count - mean * span) / total, mean + rise * Math.max(mean, START));
    square = Math.min(
        square + (count * count - square * span) / total,
        square + 2 * rise * Math.max(square, START));
    mean = Math.max(0, mean);
    square = Math.max(0, square);
    seconds = total;
  }
}
