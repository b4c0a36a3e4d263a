package io.fedics.ingest.simulate.domain;

/** How busy people are, by local time (UTC+1 all year, which is enough for a day-and-night pattern). */
final class WorkingHours {
  private static final long HOUR = 3_600 * Timing.SECOND;
  private static final long UTC_OFFSET = HOUR;

  /** By hour of the day, before scaling: shifts never stop wholly, lunch is quieter. */
  private static final double[] WEEKDAY = {
    0.1, 0.08, 0.07, 0.07, 0.1, 0.3, 0.8, 1.2, 1.4, 1.5, 1.5, 1.4,
    1.1, 1.4, 1.4, 1.2, 0.8, 0.5, 0.35, 0.3, 0.25, 0.2, 0.15, 0.12
  };

  private static final double[] WEEKEND = {
    0.06, 0.05, 0.05, 0.05, 0.06, 0.1, 0.15, 0.2, 0.25, 0.25, 0.25, 0.2,
    0.2, 0.2, 0.2, 0.2, 0.15, 0.15, 0.12, 0.12, 0.1, 0.1, 0.08, 0.07
  };

  private static final double MEAN = meanOf(WEEKDAY);

  private WorkingHours() {}

  private static double meanOf(double[] hours) {
    double sum = 0;
    for (double hour : hours) {
      sum += hour;
    }
    return sum / hours.length;
  }

  /** Activity at a moment; the mean over a weekday is 1. Linear between full hours, never 0. */
  static double level(long micros) {
    long local = micros + UTC_OFFSET;
    long day = Math.floorDiv(local, Timing.DAY);
    double hour = (double) Math.floorMod(local, Timing.DAY) / HOUR;
    double[] table = isWeekend(day) ? WEEKEND : WEEKDAY;
    int whole = (int) hour;
    double next = table[(whole + 1) % 24];
    return (table[whole] + (next - table[whole]) * (hour - whole)) / MEAN;
  }

  /** Day 0, 1970-01-01, was a Thursday. */
  private static boolean isWeekend(long day) {
    long weekday = Math.floorMod(day + 3, 7L); // 0 = Monday
    return weekday >= 5;
  }

  /** The start of the local day. */
  static long localMidnight(long micros) {
    return Math.floorDiv(micros + UTC_OFFSET, Timing.DAY) * Timing.DAY - UTC_OFFSET;
  }
}
