package io.fedics.ingest.format;

/**
 * The clock of CICIDS2017: {@code 7/7/2017 3:30}, day first, of New Brunswick's summer (UTC−3), 12 hours without AM and PM.
 * The captures ran from nine to five, so an hour before eight is one of the afternoon. Only the days of the captures are
 * meant; other files of CICFlowMeter, and times that say AM or PM or begin with the year, are taken as they are.
 */
final class CaptureClock {
  private static final long HOUR = 3_600L * 1_000_000;
  private static final long DAY = 24 * HOUR;
  private static final long BEHIND_UTC = 3 * HOUR;
  private static final long FIRST_HOUR = 8;
  /** Monday 2017-07-03 to Friday 2017-07-07. */
  private static final long FIRST_DAY = 17_350;

  private static final long LAST_DAY = FIRST_DAY + 4;

  private CaptureClock() {}

  /** Epoch microseconds of the row's start, or {@link Row#UNSET}. */
  static long ofCicids2017(Row row) throws RowRejected {
    long said = row.time(Field.START);
    if (said == Row.UNSET || !isOfCaptures(said / DAY) || !isDayFirst(row) || saysHalfOfDay(row)) {
      return said;
    }
    boolean afternoon = said % DAY / HOUR < FIRST_HOUR;
    return said + (afternoon ? 12 * HOUR : 0) + BEHIND_UTC;
  }

  private static boolean isOfCaptures(long day) {
    return day >= FIRST_DAY && day <= LAST_DAY;
  }

  private static boolean saysHalfOfDay(Row row) {
    return (row.bytes()[row.to(Field.START) - 1] | 0x20) == 'm';
  }

  private static boolean isDayFirst(Row row) {
    int slash = row.from(Field.START);
    while (slash < row.to(Field.START) && row.bytes()[slash] != '/') {
      slash++;
    }
    return slash < row.to(Field.START) && slash - row.from(Field.START) <= 2;
  }
}
