package io.fedics.ingest.format;

import io.fedics.shared.error.Printable;

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

  public Rejection {
    column = Printable.of(column);
    value = Printable.of(value);
  }

  /** One sentence without the line. */
  public String reason() {
    return column + ": '" + value + "' (expected: " + expected + ")";
  }
}
