package io.fedics.detect.domain;

import io.fedics.shared.event.HostSecond;

/**
 * A host's last minute, and how well it could be repeated so far. The fields are the saved state; {@value #STEPS} seconds
 * of {@link HostSecondFeatures}, a byte each. Not thread-safe.
 */
public final class SequenceMemory {
  /** Seconds of a window. */
  public static final int STEPS = 60;

  /** Windows after which a host's usual error is known: two minutes' worth. */
  private static final double ENOUGH_WINDOWS = 24;

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

  /** Whether the host's usual error is known, so that another one can be called unusual. */
  boolean isKnown() {
    return windows >= ENOUGH_WINDOWS;
  }

  /**
   * How many times this host's usual error an error is, then learns it. Measured by the host alone: its usual errors give 1
   * at any time, so that scores learned early still hold later.
   *
   * @param error of the window, not negative
   * @param usual of all hosts, positive: below a thousandth of it errors are taken for equal
   */
  double ratio(double error, double usual) {
    double log = StrictMath.log(Math.max(error, usual * 1e-3)) - StrictMath.log(usual);
    double ratio = log - typicalLog;
    double weight = Math.max(LEAST_WEIGHT, 1 / (windows + 1));
    typicalLog = isKnown()
        ? typicalLog + weight * Math.clamp(ratio, -MOST_LOG_RATIO, MOST_LOG_RATIO)
        : typicalLog + weight * ratio;
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
