package io.fedics.shared.codec;

/**
 * JSON text that Postgres stores as {@code jsonb}. It refuses an escaped U+0000 and an escaped half of a surrogate pair,
 * both valid JSON; each becomes U+FFFD.
 */
public final class StorableJson {
  private static final int ESCAPE = 6;

  private StorableJson() {}

  /**
   * @param json valid JSON
   */
  public static String of(String json) {
    if (!json.contains("\\u")) {
      return json;
    }
    var safe = new StringBuilder(json.length());
    int at = 0;
    while (at < json.length()) {
      int length = lengthOf(json, at);
      if (length != ESCAPE || isStored((char) codeOf(json, at))) {
        safe.append(json, at, at + length);
      } else {
        safe.append("\\ufffd");
      }
      at += length;
    }
    return safe.toString();
  }

  /** Of the character, escape, or pair of escapes that begins here. */
  private static int lengthOf(String json, int at) {
    if (json.charAt(at) != '\\') {
      return 1;
    }
    if (!json.startsWith("\\u", at)) {
      return 2;
    }
    boolean pair = Character.isHighSurrogate((char) codeOf(json, at))
        && json.startsWith("\\u", at + ESCAPE)
        && Character.isLowSurrogate((char) codeOf(json, at + ESCAPE));
    return pair ? 2 * ESCAPE : ESCAPE;
  }

  private static int codeOf(String json, int escape) {
    return Integer.parseInt(json, escape + 2, escape + ESCAPE, 16);
  }

  private static boolean isStored(char alone) {
    return alone != 0 && !Character.isSurrogate(alone);
  }
}
