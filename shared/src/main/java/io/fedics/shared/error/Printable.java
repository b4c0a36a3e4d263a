package io.fedics.shared.error;

/** What somebody sent, as a sentence quotes it. */
public final class Printable {
  private static final int SHOWN = 80;

  private Printable() {}

  /** All of it, safe for a terminal: a path, say. */
  public static String whole(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> shown.append(isPrintable(point) ? Character.toString(point) : escaped(point)));
    return shown.toString();
  }

  /** At most 80 characters, safe for a terminal. */
  public static String of(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      String next = isPrintable(point) ? Character.toString(point) : escaped(point);
      if (shown.length() + next.length() > SHOWN - 1) {
        return shown.append('…').toString();
      }
      shown.append(next);
      i += Character.charCount(point);
    }
    return shown.toString();
  }

  /** Control, format (right-to-left marks …), private and half characters would deceive a terminal or a log. */
  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED -> false;
      default -> true;
    };
  }

  private static String escaped(int point) {
    return switch (point) {
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format("\\u%04x", point);
    };
  }
}
