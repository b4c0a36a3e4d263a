package io.fedics.ingest.format;

/**
 * A moment written in a cell, in microseconds since 1970. Takes
 *
 * <ul>
 *   <li>seconds since 1970 with or without a fraction; from 10^11 on milliseconds, from 10^14 on microseconds, from
 *       10^17 on nanoseconds;
 *   <li>{@code 2018-03-24T17:15:20.600725Z}, with a blank or a {@code T}, with {@code -} or {@code /}, with an offset
 *       ({@code +0200}, {@code +02:00}), {@code Z}, {@code UTC} or nothing, which is taken as UTC;
 *   <li>{@code 6/7/2017 10:15}, day first, 24 hours unless {@code AM} or {@code PM} follows.
 * </ul>
 *
 * One is reused for every cell of a file. Not thread-safe.
 */
final class TimeText {
  /** Not a time, or not between 1970 and 2200. */
  static final long NONE = Long.MIN_VALUE;

  static final String EXPECTED = "a time between 1970 and 2200, as epoch seconds or ISO 8601";

  private static final long MILLION = 1_000_000L;
  private static final long SECONDS_OF_DAY = 86_400L;
  /** 2200-01-01. */
  private static final long END_MICROS = 7_258_118_400L * MILLION;

  private static final long FIRST_MILLIS = 100_000_000_000L;
  private static final long FIRST_MICROS = 100_000_000_000_000L;
  private static final long FIRST_NANOS = 100_000_000_000_000_000L;

  private final Decimal decimal = new Decimal();
  private byte[] bytes = {};
  private int at;
  private int to;
  /** Set by the first part that is not as it must be. */
  private boolean failed;

  long micros(byte[] cell, int from, int end) {
    long micros = decimal.parse(cell, from, end) ? ofNumber() : ofDate(cell, from, end);
    return micros >= 0 && micros < END_MICROS ? micros : NONE;
  }

  private long ofNumber() {
    long whole = decimal.whole();
    if (decimal.negative()) {
      return NONE;
    }
    if (whole >= FIRST_NANOS) {
      return whole / 1000;
    }
    if (whole >= FIRST_MICROS) {
      return whole;
    }
    if (whole >= FIRST_MILLIS) {
      return whole * 1000 + decimal.micros() / 1000;
    }
    return whole * MILLION + decimal.micros();
  }

  private long ofDate(byte[] cell, int from, int end) {
    bytes = cell;
    at = from;
    to = end;
    failed = false;
    int first = digits(4);
    int firstLength = at - from;
    byte separator = at < to ? bytes[at] : 0;
    if (failed || (separator != '-' && separator != '/' && separator != '.')) {
      return NONE;
    }
    at++;
    int second = digits(2);
    expect(separator);
    int third = digits(4);
    long day = firstLength == 4 ? dayOf(first, second, third) : dayOf(third, second, first);
    if (failed || day < 0) {
      return NONE;
    }
    return timeOfDay() + day * SECONDS_OF_DAY * MILLION;
  }

  /** Microseconds into the day, less the offset; far below zero when it is no time. */
  private long timeOfDay() {
    if (at < to && (bytes[at] == 'T' || bytes[at] == 't')) {
      at++;
    } else {
      blanks();
    }
    int hour = digits(2);
    expect((byte) ':');
    int minute = digits(2);
    int second = 0;
    if (at < to && bytes[at] == ':') {
      at++;
      second = digits(2);
    }
    long micros = fraction();
    blanks();
    hour = halfOfDay(hour);
    long offset = offsetSeconds();
    if (failed || at != to || hour > 23 || minute > 59 || second > 60) {
      return Long.MIN_VALUE / 2;
    }
    return (hour * 3600L + minute * 60L + second - offset) * MILLION + micros;
  }

  private long fraction() {
    if (at >= to || (bytes[at] != '.' && bytes[at] != ',')) {
      return 0;
    }
    long micros = 0;
    int scale = 100_000;
    int start = ++at;
    while (at < to && isDigit()) {
      micros += (long) (bytes[at++] - '0') * scale;
      scale /= 10;
    }
    failed |= at == start;
    return micros;
  }

  private int halfOfDay(int hour) {
    if (to - at < 2 || (bytes[at + 1] | 0x20) != 'm') {
      return hour;
    }
    int half = bytes[at] | 0x20;
    if (half != 'a' && half != 'p') {
      return hour;
    }
    at += 2;
    failed |= hour < 1 || hour > 12;
    return hour % 12 + (half == 'p' ? 12 : 0);
  }

  private long offsetSeconds() {
    if (at >= to) {
      return 0;
    }
    byte sign = bytes[at];
    if (sign == 'Z' || sign == 'z') {
      at++;
      return 0;
    }
    if (to - at == 3 && (sign | 0x20) == 'u') {
      at = bytes[at + 1] == 'T' && bytes[at + 2] == 'C' ? to : at;
      return 0;
    }
    if (sign != '+' && sign != '-') {
      failed = true;
      return 0;
    }
    at++;
    int hours = digits(2);
    if (at < to && bytes[at] == ':') {
      at++;
    }
    int minutes = at < to ? digits(2) : 0;
    failed |= hours > 18 || minutes > 59;
    return (sign == '-' ? -1 : 1) * (hours * 3600L + minutes * 60L);
  }

  private int digits(int most) {
    int value = 0;
    int start = at;
    while (at < to && at - start < most && isDigit()) {
      value = value * 10 + (bytes[at++] - '0');
    }
    failed |= at == start;
    return value;
  }

  private boolean isDigit() {
    return bytes[at] >= '0' && bytes[at] <= '9';
  }

  private void expect(byte separator) {
    failed |= at >= to || bytes[at] != separator;
    at++;
  }

  private void blanks() {
    while (at < to && bytes[at] == ' ') {
      at++;
    }
  }

  /** Days since 1970 of the Gregorian calendar; −1 when there is no such day. */
  private static long dayOf(int year, int month, int day) {
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > lengthOf(month, year)) {
      return -1;
    }
    int y = month > 2 ? year : year - 1;
    int monthFromMarch = month > 2 ? month - 3 : month + 9;
    long dayOfYear = (153L * monthFromMarch + 2) / 5 + day - 1;
    return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
  }

  private static int lengthOf(int month, int year) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
