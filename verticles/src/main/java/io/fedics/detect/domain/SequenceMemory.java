package io.fedics.detect.domain;

import io.fedics.shared.event.HostSecond;

/**
 * A host's last minute, and how well it could be repeated so far. The fields are the saved state; {@value #STEPS} seconds
 * of {@link HostSecondFeatures}, a byte each. Not thread-safe.
 */
public final class SequenceMemory {
  /** Seconds of a window. */
  public static final int STEPS = 60;

  /** Windows by which a host's typical error is known as well as what all hosts have. */
  private static final double PRIOR_WINDOWS = 24;

  /** One window changes the typical error by no more than this share once it is known. */
  private static final double LEAST_WEIGHT = 1.0 / 240;

  /** Factor beyond which an error counts as if it were so large: an attack is not to become typical. */
  private static final double MOST_LOG_RATIO = 1;

  private final byte[] ring = new byte[STEPS * HostSecondFeatures.COUNT];
  private long first;
  private long newest;
  private long judged;
  private double lastScore;
  private double windows;
  private double typicalLog;

  /** Adds a second; later than all before. */
  public void add(HostSecond activity) {
    long second = activity.second();
    if (first == 0) {
      first = second;
      newest = second - 1;
    }
    for (long silent = Math.max(newest + 1, second - STEPS); silent < second; silent++) {
      java.util.Arrays.fill(ring, at(silent), at(silent) + HostSecondFeatures.COUNT, (byte) 0);
    }
    HostSecondFeatures.write(activity, ring, at(second));
    newest = second;
  }

  private static int at(long second) {
    return (int) Math.floorMod(second, (long) STEPS) * HostSecondFeatures.COUNT;
  }

  /** Newest second with activity. */
  public long newest() {
    return newest;
  }

  /** True when a whole window lies behind the host's first second. */
  public boolean isWhole() {
    return newest - first >= STEPS - 1;
  }

  /** Seconds since a window was last judged. */
  public long sinceJudged() {
    return newest - judged;
  }

  /** Writes the window that ends at the newest second, oldest step first. */
  public void window(float[] to, int offset) {
    int out = offset;
    for (long second = newest - STEPS + 1; second <= newest; second++) {
      int in = at(second);
      for (int f = 0; f < HostSecondFeatures.COUNT; f++) {
        to[out++] = HostSecondFeatures.value(ring[in + f]);
      }
    }
  }

  /** Says that the window up to the newest second was taken. */
  public void markJudged() {
    judged = newest;
  }

  /**
   * How much larger an error is than this host's usual one, then learns it.
   *
   * @param error of the window, not negative
   * @param usual of all hosts, positive: what a new host is measured by
   */
  double ratio(double error, double usual) {
    double log = StrictMath.log(Math.max(error, usual * 1e-3)) - StrictMath.log(usual);
    double expected = typicalLog * windows / (windows + PRIOR_WINDOWS);
    double ratio = log - expected;
    double weight = Math.max(LEAST_WEIGHT, 1 / (windows + 1));
    double bounded = Math.clamp(log - typicalLog, -MOST_LOG_RATIO, MOST_LOG_RATIO);
    typicalLog = windows == 0 ? Math.min(log, MOST_LOG_RATIO) : typicalLog + weight * bounded;
    windows = Math.min(windows + 1, 1 / LEAST_WEIGHT);
    return StrictMath.exp(ratio);
  }

  double lastScore() {
    return lastScore;
  }

  void judgedAs(double score) {
    lastScore = score;
  }
}
