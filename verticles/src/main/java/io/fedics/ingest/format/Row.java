package io.fedics.ingest.format;

import io.fedics.fl.model.record.NumberCell;
import io.fedics.fl.model.record.WordCell;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one row that are about a flow, as ranges of one array, read as what they must be. A cell nobody set is
 * null (or −1 as a time or a length of time): not said, which is not 0. One is reused for a whole file. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // the hottest loop of all; the order never leaves the process
final class Row {
  /** No cell. */
  static final long UNSET = -1;

  private static final Field[] FIELDS = Field.values();
  private static final int SCRATCH = 1024;
  /** In place of a text no database or terminal should see. */
  private static final String CONTROL = "\u0000";

  private static final String COUNT = "a whole number, 0 or more";

  private final String[] names = new String[FIELDS.length];
  private final int[] from = new int[FIELDS.length];
  private final int[] to = new int[FIELDS.length];
  private final Decimal decimal = new Decimal();
  private final TimeText time = new TimeText();
  private final TextCache addresses = new TextCache(Addresses::canonical);
  private final TextCache lowered =
      new TextCache(text -> WordCell.hasControl(text) ? CONTROL : text.toLowerCase(Locale.ROOT));
  private final TextCache texts = new TextCache(text -> WordCell.hasControl(text) ? CONTROL : text);
  private byte[] bytes = {};
  private byte[] scratch = new byte[SCRATCH];
  private int scratched;

  Row() {
    Arrays.fill(names, "");
    Arrays.fill(from, -1);
  }

  /** What the file calls the column; for rejections. */
  void name(Field field, String column) {
    names[field.ordinal()] = column;
  }

  /** Starts a row whose cells are ranges of {@code line}. */
  void begin(byte[] line) {
    Arrays.fill(from, -1);
    bytes = line;
  }

  /** Starts a row whose cells are {@link #put}. */
  void begin() {
    scratched = 0;
    begin(scratch);
  }

  void set(Field field, int start, int end) {
    from[field.ordinal()] = start;
    to[field.ordinal()] = end;
  }

  /** Adds a cell of its own text; only after {@link #begin()}. */
  void put(Field field, char[] text, int offset, int length) {
    room(length);
    for (int i = 0; i < length; i++) {
      char c = text[offset + i];
      if (c >= 0x80) {
        put(field, new String(text, offset, length));
        return;
      }
      scratch[scratched + i] = (byte) c;
    }
    set(field, scratched, scratched + length);
    scratched += length;
  }

  void put(Field field, String text) {
    byte[] cell = text.getBytes(StandardCharsets.UTF_8);
    room(cell.length);
    System.arraycopy(cell, 0, scratch, scratched, cell.length);
    set(field, scratched, scratched + cell.length);
    scratched += cell.length;
  }

  private void room(int more) {
    if (scratched + more > scratch.length) {
      scratch = Arrays.copyOf(scratch, Math.max(2 * scratch.length, scratched + more));
      bytes = scratch;
    }
  }

  boolean has(Field field) {
    return from[field.ordinal()] >= 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int from(Field field) {
    return from[field.ordinal()];
  }

  int to(Field field) {
    return to[field.ordinal()];
  }

  /** The text as it stands, of at most 256 bytes; null when not said. */
  @Nullable
  String text(Field field) throws RowRejected {
    return cached(field, texts);
  }

  /** As {@link #text}, in lower case. */
  @Nullable
  String lower(Field field) throws RowRejected {
    return cached(field, lowered);
  }

  private @Nullable String cached(Field field, TextCache cache) throws RowRejected {
    int start = from(field);
    if (start < 0) {
      return null;
    }
    if (to(field) - start > WordCell.LONGEST) {
      throw rejected(field, WordCell.EXPECTED);
    }
    String text = cache.get(bytes, start, to(field));
    if (text.equals(CONTROL)) {
      throw rejected(field, WordCell.EXPECTED);
    }
    return text;
  }

  /** In canonical text; null when not said or when it is a MAC address. */
  @Nullable
  String address(Field field) throws RowRejected {
    String address = cached(field, addresses);
    if (address == null || address.equals(Addresses.MAC)) {
      return null;
    }
    if (address.isEmpty()) {
      throw rejected(field, "an IPv4 or IPv6 address");
    }
    return address;
  }

  /** Decimal, or hexadecimal after {@code 0x}. */
  @Nullable
  Integer port(Field field) throws RowRejected {
    int start = from(field);
    if (start < 0) {
      return null;
    }
    int end = to(field);
    long port;
    if (isHex(start, end)) {
      port = hex(start + 2, end);
    } else if (decimal.parse(bytes, start, end) && decimal.isWhole() && !decimal.negative()) {
      port = decimal.whole();
    } else {
      port = -1;
    }
    if (port < 0 || port > 65_535) {
      throw rejected(field, "a port, 0 to 65535");
    }
    return (int) port;
  }

  @Nullable
  Long count(Field field) throws RowRejected {
    int start = from(field);
    if (start < 0) {
      return null;
    }
    if (!decimal.parse(bytes, start, to(field)) || !decimal.isWhole()) {
      throw rejected(field, COUNT);
    }
    if (decimal.negative() && decimal.whole() != 0) {
      throw rejected(field, COUNT);
    }
    return decimal.whole();
  }

  /** A small number, decimal or hexadecimal after {@code 0x}. */
  @Nullable
  Integer code(Field field) throws RowRejected {
    int start = from(field);
    if (start < 0) {
      return null;
    }
    long code = isHex(start, to(field)) ? hex(start + 2, to(field)) : orZero(count(field));
    if (code < 0 || code > Integer.MAX_VALUE) {
      throw rejected(field, "a whole number, 0 to 2147483647");
    }
    return (int) code;
  }

  /** Any finite number. */
  @Nullable
  Double number(Field field) throws RowRejected {
    int start = from(field);
    if (start < 0) {
      return null;
    }
    if (!decimal.parse(bytes, start, to(field))) {
      throw rejected(field, "a number");
    }
    double size = decimal.whole() + decimal.micros() / 1e6;
    return decimal.negative() ? -size : size;
  }

  /** {@code 1}, {@code true}, {@code t}, {@code yes}, {@code write} and their opposites. */
  @Nullable
  Boolean truth(Field field) throws RowRejected {
    String word = lower(field);
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "1", "true", "t", "yes", "y", "write", "w" -> true;
      case "0", "false", "f", "no", "n", "read", "r" -> false;
      default -> throw rejected(field, "true or false");
    };
  }

  /** Microseconds since 1970, or {@link #UNSET}. */
  long time(Field field) throws RowRejected {
    int start = from(field);
    if (start < 0) {
      return UNSET;
    }
    long micros = time.micros(bytes, start, to(field));
    if (micros == TimeText.NONE) {
      throw rejected(field, TimeText.EXPECTED);
    }
    return micros;
  }

  /** Microseconds, or {@link #UNSET}. */
  long duration() throws RowRejected {
    if (has(Field.DURATION_SECONDS)) {
      return scaled(Field.DURATION_SECONDS, 1_000_000);
    }
    if (has(Field.DURATION_MILLIS)) {
      return scaled(Field.DURATION_MILLIS, 1_000);
    }
    return has(Field.DURATION_MICROS) ? scaled(Field.DURATION_MICROS, 1) : UNSET;
  }

  private long scaled(Field field, long microsPerUnit) throws RowRejected {
    boolean number = decimal.parse(bytes, from(field), to(field));
    boolean negative = decimal.negative() && (decimal.whole() != 0 || decimal.micros() != 0);
    if (!number
        || negative
        || decimal.whole() > NumberCell.LONGEST_SECONDS * 1_000_000 / microsPerUnit) {
      throw rejected(field, "a length of time, 0 to ten years");
    }
    return decimal.whole() * microsPerUnit + decimal.micros() * microsPerUnit / 1_000_000;
  }

  /** @throws RowRejected when the file did not say it */
  void require(Field field, String expected) throws RowRejected {
    if (!has(field)) {
      throw rejected(field, expected);
    }
  }

  RowRejected rejected(Field field, String expected) {
    int start = from(field);
    int length = start < 0 ? 0 : Math.min(to(field) - start, WordCell.LONGEST);
    String value = start < 0 ? "" : new String(bytes, start, length, StandardCharsets.UTF_8);
    return new RowRejected(names[field.ordinal()], value, expected);
  }

  private boolean isHex(int start, int end) {
    return end - start > 2 && bytes[start] == '0' && (bytes[start + 1] | 0x20) == 'x';
  }

  private long hex(int start, int end) {
    if (end - start > 8) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}
