package io.fedics.shared.codec;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/** UTC times with microseconds, {@code 2026-11-21T08:53:31.000001Z}, without java.time's general parser. */
public final class Rfc3339 {
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int WHOLE = 20;
  private static final int MICROS = 27;

  private Rfc3339() {}

  /** Cuts off what is finer than a microsecond. */
  public static String format(Instant time) {
    return new String(bytes(time), StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(Instant time) {
    long seconds = time.getEpochSecond();
    long day = Math.floorDiv(seconds, 86_400);
    int second = Math.floorMod(seconds, 86_400);
    LocalDate date = LocalDate.ofEpochDay(day);
    if (date.getYear() < 0 || date.getYear() > 9_999) {
      throw new DateTimeException(time + " (expected: a year from 0000 to 9999)");
    }
    int micros = time.getNano() / NANOS_PER_MICRO;
    byte[] text = new byte[micros == 0 ? WHOLE : MICROS];
    put(text, 0, date.getYear(), 4);
    text[4] = '-';
    put(text, 5, date.getMonthValue(), 2);
    text[7] = '-';
    put(text, 8, date.getDayOfMonth(), 2);
    text[10] = 'T';
    put(text, 11, second / 3_600, 2);
    text[13] = ':';
    put(text, 14, second / 60 % 60, 2);
    text[16] = ':';
    put(text, 17, second % 60, 2);
    if (micros != 0) {
      text[19] = '.';
      put(text, 20, micros, 6);
    }
    text[text.length - 1] = 'Z';
    return text;
  }

  private static void put(byte[] text, int at, int value, int digits) {
    int rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * Falls back to java.time for every other form, so it accepts and refuses exactly the same.
   *
   * @throws DateTimeException when the text is no UTC time
   */
  public static Instant parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    Instant time = parse(bytes, 0, bytes.length);
    return time == null ? Instant.parse(text) : time;
  }

  /** The time that stands there in the form {@link #format} gives; null for every other. */
  static @Nullable Instant parse(byte[] text, int from, int length) {
    if (length != WHOLE && length != MICROS
        || text[from + length - 1] != 'Z'
        || !hasMarks(text, from, length)) {
      return null;
    }
    int year = digits(text, from, 4);
    int month = digits(text, from + 5, 2);
    int day = digits(text, from + 8, 2);
    int hour = digits(text, from + 11, 2);
    int minute = digits(text, from + 14, 2);
    int second = digits(text, from + 17, 2);
    int micros = length == WHOLE ? 0 : digits(text, from + 20, 6);
    boolean possible = year >= 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= Month.of(month).length(Year.isLeap(year))
        && hour >= 0
        && hour <= 23
        && minute >= 0
        && minute <= 59
        && second >= 0
        && second <= 59
        && micros >= 0;
    if (!possible) {
      return null;
    }
    long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400
        + hour * 3_600L
        + minute * 60L
        + second;
    return Instant.ofEpochSecond(seconds, (long) micros * NANOS_PER_MICRO);
  }

  private static boolean hasMarks(byte[] text, int from, int length) {
    return text[from + 4] == '-'
        && text[from + 7] == '-'
        && text[from + 10] == 'T'
        && text[from + 13] == ':'
        && text[from + 16] == ':'
        && (length == WHOLE || text[from + 19] == '.');
  }

  /** The number there; negative when something else stands there. */
  private static int digits(byte[] text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
