package io.fedics.shared.event;

/**
 * Event time in steps of ten minutes, in which a site's scores are collected. What an epoch taught takes force {@link
 * #DELAY} seconds after its end: by then every partition has told, whichever is slow, so that all judge alike.
 */
public final class LearningEpoch {
  /** Length of an epoch. */
  public static final int SECONDS = 600;

  /** Seconds between the end of an epoch and the first second it has a say in. */
  public static final int DELAY = 720;

  private LearningEpoch() {}

  /** First second of the epoch that a second lies in. */
  public static long startOf(long second) {
    return Math.floorDiv(second, SECONDS) * (long) SECONDS;
  }

  /** Last second of the epoch that a second lies in. */
  public static long endOf(long second) {
    return startOf(second) + SECONDS - 1;
  }

  /** Last second of the newest epoch that is over when everything up to {@code second} is known. */
  public static long lastEnd(long second) {
    return startOf(second + 1) - 1;
  }
}
