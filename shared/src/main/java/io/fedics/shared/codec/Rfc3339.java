package io.fedics.shared.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** UTC times with microseconds, {@code 2026-11-21T08:53:31.000001Z}, without java.time's general parser. */
public final class Rfc3339 {
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int WHOLE = 20;
  private static final int MICROS = 27;

  private Rfc3339() {}

  /** Cuts off what is finer than a microsecond. */
  public static String format(Instant time) {
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
    return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
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
    int length = text.length();
    if (length != WHOLE && length != MICROS || text.charAt(length - 1) != 'Z' || !hasMarks(text)) {
      return Instant.parse(text);
    }
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    LocalDate date = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
    long epoch =
        date.atStartOfDay().toEpochSecond(ZoneOffset.UTC) + hour * 3_600L + minute * 60L + second;
    return Instant.ofEpochSecond(
        epoch, length == WHOLE ? 0 : (long) digits(text, 20, 26) * NANOS_PER_MICRO);
  }

  private static boolean hasMarks(String text) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (text.length() == WHOLE || text.charAt(19) == '.');
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException(text + " (expected: a time like 2026-11-21T08:53:31Z)");
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
