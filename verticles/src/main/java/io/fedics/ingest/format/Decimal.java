package io.fedics.ingest.format;

import java.nio.charset.StandardCharsets;

/**
 * A number written in a cell, kept exactly to a millionth. One is reused for every cell of a file, so that no text is
 * made for a number. Takes {@code 12}, {@code -1}, {@code 0.25}, {@code 36190.0}, {@code 1.6e-05}; not {@code Infinity},
 * {@code NaN} or anything of more than 9 × 10^18. Not thread-safe.
 */
final class Decimal {
  private static final int MILLION = 1_000_000;
  private static final int LONGEST = 64;

  /** Part before the point, without sign. */
  private long whole;
  /** Part after the point in millionths, rounded half up; in [0, 999999]. */
  private int micros;

  private boolean negative;

  /** False when the range is no such number. */
  boolean parse(byte[] bytes, int from, int to) {
    int at = from;
    negative = at < to && bytes[at] == '-';
    if (at < to && (negative || bytes[at] == '+')) {
      at++;
    }
    whole = 0;
    micros = 0;
    int digits = at;
    while (at < to && isDigit(bytes[at])) {
      if (whole > (Long.MAX_VALUE - 9) / 10) {
        return false;
      }
      whole = whole * 10 + (bytes[at++] - '0');
    }
    int wholeDigits = at - digits;
    if (at == to) {
      return wholeDigits > 0;
    }
    if (bytes[at] != '.') {
      return wholeDigits > 0 && parseExponent(bytes, from, to, at);
    }
    return parseFraction(bytes, from, to, at + 1, wholeDigits);
  }

  long whole() {
    return whole;
  }

  int micros() {
    return micros;
  }

  boolean negative() {
    return negative;
  }

  /** True when nothing stands behind the point. */
  boolean isWhole() {
    return micros == 0;
  }

  private boolean parseFraction(byte[] bytes, int from, int to, int start, int wholeDigits) {
    int at = start;
    int scale = MILLION / 10;
    while (at < to && isDigit(bytes[at])) {
      int digit = bytes[at] - '0';
      if (at - start < 6) {
        micros += digit * scale;
        scale /= 10;
      } else if (at - start == 6 && digit >= 5) {
        carry();
      }
      at++;
    }
    if (at == start && wholeDigits == 0) {
      return false;
    }
    return at == to || parseExponent(bytes, from, to, at);
  }

  private void carry() {
    if (++micros == MILLION) {
      micros = 0;
      whole++;
    }
  }

  private boolean parseExponent(byte[] bytes, int from, int to, int at) {
    if ((bytes[at] != 'e' && bytes[at] != 'E') || to - from > LONGEST || !isDigit(bytes[to - 1])) {
      return false;
    }
    try {
      double value = Math.abs(
          Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
      if (!(value < 9e15)) {
        return false;
      }
      whole = (long) value;
      micros = (int) Math.round((value - whole) * MILLION);
      if (micros == MILLION) {
        micros = 0;
        whole++;
      }
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
