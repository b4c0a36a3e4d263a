package io.fedics.shared.event;

/**
 * Event time in steps of two minutes, in which a site's scores are collected. What an epoch taught takes force an epoch
 * after its end, so that there is time to tell everyone.
 */
public final class LearningEpoch {
  /** Length of an epoch. */
  public static final int SECONDS = 120;

  private LearningEpoch() {}

  /** First second of the epoch that a second lies in. */
  public static long startOf(long second) {
    return Math.floorDiv(second, SECONDS) * (long) SECONDS;
  }

  /** Last second of the epoch that a second lies in. */
  public static long endOf(long second) {
    return startOf(second) + SECONDS - 1;
  }
}
