package io.fedics.shared.codec;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One string for a short text that comes again and again: addresses, services, states. Every reader of a process decodes
 * the same flows, and what it remembers of a host keeps the addresses of its peers; without this each has copies of its own.
 * A table of fixed size, each text with one place in it: a newer text takes the place of an older one. Thread-safe: strings
 * are immutable, and a lost race costs a copy.
 */
final class RepeatedTexts {
  static final int LONGEST = 48;
  private static final int PLACES = 1 << 16;

  private static final @Nullable Known[] TABLE = new Known[PLACES];

  private RepeatedTexts() {}

  /** @param chars of the text, which compare faster than the text's own */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(char[] chars, String text) {}

  /** Text of the parser's current token, which is a text. */
  static String read(JsonParser in) throws IOException {
    int length = in.getTextLength();
    return length > LONGEST ? in.getText() : of(in.getTextCharacters(), in.getTextOffset(), length);
  }

  static String of(char[] text, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + text[i];
    }
    int place = place(hash);
    Known known = TABLE[place];
    if (known != null
        && Arrays.equals(known.chars, 0, known.chars.length, text, offset, offset + length)) {
      return known.text;
    }
    return keep(place, new String(text, offset, length));
  }

  /** The same for bytes that are all ASCII. */
  static String of(byte[] text, int offset, int length) {
    if (length > LONGEST) {
      return new String(text, offset, length, StandardCharsets.US_ASCII);
    }
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + text[i];
    }
    int place = place(hash);
    Known known = TABLE[place];
    return known != null && isSame(known.chars, text, offset, length)
        ? known.text
        : keep(place, new String(text, offset, length, StandardCharsets.US_ASCII));
  }

  private static boolean isSame(char[] chars, byte[] text, int offset, int length) {
    if (chars.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (chars[i] != text[offset + i]) {
        return false;
      }
    }
    return true;
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }

  private static String keep(int place, String text) {
    TABLE[place] = new Known(text.toCharArray(), text);
    return text;
  }
}
