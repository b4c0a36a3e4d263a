package io.fedics.ingest.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Gives the same few thousand texts (addresses, protocols, services) without making them again for every row. Of two
 * texts that fall on one place the newer stays. Bounded: {@value #PLACES} texts of up to {@value #LONGEST_KEPT} bytes.
 * Not thread-safe.
 */
final class TextCache {
  private static final int PLACES = 4096;
  private static final int LONGEST_KEPT = 64;

  private final UnaryOperator<String> prepare;
  private final byte[][] keys = new byte[PLACES][];
  private final String[] values = new String[PLACES];

  /**
   * @param prepare what becomes of a text, once
   */
  TextCache(UnaryOperator<String> prepare) {
    this.prepare = prepare;
    Arrays.fill(keys, new byte[0]);
    Arrays.fill(values, "");
  }

  String get(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    int place = (hash ^ hash >>> 15) & PLACES - 1;
    byte[] key = keys[place];
    if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
      return values[place];
    }
    String value = prepare.apply(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    if (to - from <= LONGEST_KEPT) {
      keys[place] = Arrays.copyOfRange(bytes, from, to);
      values[place] = value;
    }
    return value;
  }
}
