package io.fedics.ingest.format;

/**
 * Why a row was not taken.
 *
 * @param line from 1; of a row over several lines, its first
 * @param column as the file calls it; {@link #ROW} when the row as a whole is at fault
 * @param value at most 80 characters, what cannot be printed escaped
 * @param expected for people: "an IPv4 or IPv6 address"
 */
public record Rejection(long line, String column, String value, String expected) {
  /** In place of a column. */
  public static final String ROW = "(row)";

  private static final int SHOWN = 80;

  public Rejection {
    column = printable(column);
    value = printable(value);
  }

  /** One sentence without the line. */
  public String reason() {
    return column + ": '" + value + "' (expected: " + expected + ")";
  }

  /** At most 80 characters, safe for a terminal. */
  static String printable(String text) {
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
