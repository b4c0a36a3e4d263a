package io.fedics.shared.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record in the form {@link JsonBytes} writes it: fields in their order, no blanks, texts of ASCII without escapes.
 * Whatever else stands there, valid or not, makes it not plain: from then on values mean nothing, and the record is for a
 * reader that knows all of JSON. Not thread-safe.
 */
final class PlainJson {
  /** So many digits fit a long. */
  private static final int MOST_WHOLE_DIGITS = 18;

  /** So many a double without rounding, and a long when they are thousandths. */
  private static final int MOST_DIGITS = 15;

  /** Java writes a double in at most so many. */
  private static final int MOST_NUMBER_BYTES = 24;

  private static final int UUID_LENGTH = 36;
  static final byte[] TRUE = bytes("true");
  static final byte[] FALSE = bytes("false");
  private static final UUID NO_UUID = new UUID(0, 0);
  private static final double[] POWERS_OF_TEN = new double[MOST_DIGITS + 1];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i <= MOST_DIGITS; i++) {
      POWERS_OF_TEN[i] = 10 * POWERS_OF_TEN[i - 1];
    }
  }

  private final byte[] bytes;
  private final int end;
  private int at;
  private boolean plain = true;

  PlainJson(RecordBytes record) {
    this.bytes = record.array();
    this.at = record.from();
    this.end = record.end();
  }

  static byte[] bytes(String token) {
    return token.getBytes(StandardCharsets.US_ASCII);
  }

  /** True when all was plain and nothing is left. */
  boolean ended() {
    return plain && at == end;
  }

  /** Passes the token if it stands here. */
  boolean passes(byte[] token) {
    int behind = at + token.length;
    if (behind > end) {
      return false;
    }
    for (int i = 0; i < token.length; i++) {
      if (bytes[at + i] != token[i]) {
        return false;
      }
    }
    at = behind;
    return true;
  }

  void pass(byte[] token) {
    plain &= passes(token);
  }

  private boolean passes(char ascii) {
    if (at < end && bytes[at] == ascii) {
      at++;
      return true;
    }
    return false;
  }

  /** Length of the text that begins here, its quotes passed. */
  private int passText() {
    int from = at + 1;
    if (!passes('"')) {
      plain = false;
      return 0;
    }
    while (at < end && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    int length = at - from;
    plain &= passes('"');
    return length;
  }

  /** A text that comes again in other records. */
  String text() {
    int from = at + 1;
    int length = passText();
    return plain ? RepeatedTexts.of(bytes, from, length) : "";
  }

  /** A text that no other record has. */
  String once() {
    int from = at + 1;
    int length = passText();
    return plain ? new String(bytes, from, length, StandardCharsets.US_ASCII) : "";
  }

  List<String> texts() {
    return list(this::text);
  }

  /**
   * @param item reads one
   */
  <T> List<T> list(Supplier<T> item) {
    plain &= passes('[');
    var items = new ArrayList<T>();
    if (passes(']')) {
      return items;
    }
    do {
      items.add(item.get());
    } while (plain && passes(','));
    plain &= passes(']');
    return items;
  }

  boolean isText() {
    return at < end && bytes[at] == '"';
  }

  /** So many bytes in Base64. */
  byte[] base64(int length) {
    String text = once();
    plain &= text.length() == Math.ceilDiv(length, 3) * 4; // padded, else others refuse it
    byte[] decoded = new byte[0];
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      plain = false;
    }
    plain &= decoded.length == length;
    return plain ? decoded : new byte[length];
  }

  UUID uuid() {
    int from = at + 1;
    if (passText() != UUID_LENGTH || !plain) {
      plain = false;
      return NO_UUID;
    }
    boolean dashes = bytes[from + 8] == '-'
        && bytes[from + 13] == '-'
        && bytes[from + 18] == '-'
        && bytes[from + 23] == '-';
    long high = hex(from, 8) << 32 | hex(from + 9, 4) << 16 | hex(from + 14, 4);
    long low = hex(from + 19, 4) << 48 | hex(from + 24, 8) << 16 | hex(from + 32, 4);
    plain &= dashes;
    return new UUID(high, low);
  }

  private long hex(int from, int digits) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(bytes[i], 16);
      plain &= digit >= 0;
      value = value << 4 | digit & 15;
    }
    return value;
  }

  Instant time() {
    int from = at + 1;
    int length = passText();
    Instant time = plain ? Rfc3339.parse(bytes, from, length) : null;
    plain &= time != null;
    return time == null ? Instant.EPOCH : time;
  }

  /** Not negative. */
  long whole() {
    return whole(MOST_WHOLE_DIGITS);
  }

  private long whole(int mostDigits) {
    int from = at;
    long value = digits();
    int length = at - from;
    plain &= length > 0 && length <= mostDigits && (length == 1 || bytes[from] != '0');
    return value;
  }

  private long digits() {
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = 10 * value + (bytes[at] - '0');
      at++;
    }
    return value;
  }

  int small() {
    long value = whole();
    plain &= value <= Integer.MAX_VALUE;
    return (int) value;
  }

  /** Three digits behind the point, or none and no point. */
  long thousandths() {
    long value = 1_000 * whole(MOST_DIGITS);
    if (!passes('.')) {
      return value;
    }
    int from = at;
    long fraction = digits();
    plain &= at - from == 3;
    return value + fraction;
  }

  /** The nearest double: of at most fourteen digits the quotient of two exact numbers, of more as Java reads it. */
  double number() {
    int from = at;
    boolean negative = passes('-');
    int first = at;
    long whole = digits();
    plain &= at > first && (at == first + 1 || bytes[first] != '0');
    int places = 0;
    long fraction = 0;
    if (passes('.')) {
      int point = at;
      fraction = digits();
      places = at - point;
      plain &= places > 0;
    }
    boolean few = at - first <= MOST_DIGITS;
    boolean exact = !passesExponent() && few;
    plain &= at - from <= MOST_NUMBER_BYTES;
    if (!plain) {
      return 0;
    }
    if (!exact) {
      return parsed(from);
    }
    plain = !negative || whole != 0 || places > 0; // elsewhere a whole -0 is 0
    double value = (whole * POWERS_OF_TEN[places] + fraction) / POWERS_OF_TEN[places];
    return negative ? -value : value;
  }

  private boolean passesExponent() {
    if (!passes('E')) {
      return false;
    }
    passes('-');
    int from = at;
    digits();
    plain &= at > from;
    return true;
  }

  private double parsed(int from) {
    double value =
        Double.parseDouble(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
    plain = Double.isFinite(value);
    return value;
  }

  boolean flag() {
    boolean yes = passes(TRUE);
    plain &= yes || passes(FALSE);
    return yes;
  }

  // Optional fields: null when the name does not stand here.

  @Nullable
  String text(byte[] name) {
    return passes(name) ? text() : null;
  }

  @Nullable
  Long whole(byte[] name) {
    return passes(name) ? whole() : null;
  }

  @Nullable
  Integer small(byte[] name) {
    return passes(name) ? small() : null;
  }
}
