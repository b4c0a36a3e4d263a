package io.fedics.shared.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON written into an array that grows: without blanks, texts escaped as Jackson does. Not thread-safe. */
final class JsonBytes {
  private static final int USUAL_BYTES = 768;
  private static final int LONGEST_NUMBER = 20;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final String SHORT_ESCAPES = "\b\t\n\f\r";
  private static final String SHORT_NAMES = "btnfr";

  private byte[] bytes = new byte[USUAL_BYTES];
  private int size;

  /** What was written. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** The same as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  /** As it is: punctuation and names of fields. */
  JsonBytes raw(byte[] token) {
    room(token.length);
    System.arraycopy(token, 0, bytes, size, token.length);
    size += token.length;
    return this;
  }

  JsonBytes raw(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** In quotes. */
  JsonBytes text(String value) {
    int length = value.length();
    room(length + 2);
    int at = size;
    bytes[at++] = '"';
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return escaped(value);
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    size = at;
    return this;
  }

  private JsonBytes escaped(String value) {
    raw('"');
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      int known = SHORT_ESCAPES.indexOf(b);
      if (b == '"' || b == '\\') {
        raw('\\').raw((char) b);
      } else if (known >= 0) {
        raw('\\').raw(SHORT_NAMES.charAt(known));
      } else if (b >= 0 && b < ' ') {
        raw('\\').raw('u').raw('0').raw('0').raw((char) HEX[b >> 4]).raw((char) HEX[b & 15]);
      } else {
        room(1);
        bytes[size++] = b;
      }
    }
    return raw('"');
  }

  /** A list. */
  JsonBytes texts(Iterable<String> values) {
    return list(values, this::text);
  }

  /**
   * @param item writes one
   */
  <T> JsonBytes list(Iterable<T> values, Consumer<T> item) {
    raw('[');
    boolean more = false;
    for (T value : values) {
      if (more) {
        raw(',');
      }
      more = true;
      item.accept(value);
    }
    return raw(']');
  }

  JsonBytes number(long value) {
    if (value < 0) {
      return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
    room(LONGEST_NUMBER);
    digits(value, lengthOf(value));
    return this;
  }

  /** In quotes when it is none. */
  JsonBytes number(double value) {
    byte[] text = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
    return Double.isFinite(value) ? raw(text) : raw('"').raw(text).raw('"');
  }

  private static int lengthOf(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** So many digits, with zeros before them; there is room. */
  private void digits(long value, int digits) {
    long rest = value;
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  /** Thousandths, the last zeros left away only when all are. */
  JsonBytes thousandths(long value) {
    if (value % 1_000 == 0) {
      return number(value / 1_000);
    }
    number(value / 1_000).raw('.');
    room(LONGEST_NUMBER);
    digits(value % 1_000, 3);
    return this;
  }

  JsonBytes flag(boolean value) {
    return raw(value ? PlainJson.TRUE : PlainJson.FALSE);
  }

  JsonBytes uuid(UUID value) {
    return raw('"').raw(value.toString().getBytes(StandardCharsets.US_ASCII)).raw('"');
  }

  JsonBytes time(Instant value) {
    return raw('"').raw(Rfc3339.bytes(value)).raw('"');
  }

  // Optional fields: nothing for null.

  JsonBytes text(byte[] name, @Nullable String value) {
    return value == null ? this : raw(name).text(value);
  }

  /**
   * @param value a whole number
   */
  JsonBytes number(byte[] name, @Nullable Number value) {
    return value == null ? this : raw(name).number(value.longValue());
  }
}
