package io.fedics.fl.model;

import java.util.Locale;

/** Numbers as the tools that write flow tables spell them. */
public final class NumberCell {
  private NumberCell() {}

  /**
   * As records have it that are judged: nothing but a decimal number with or without an exponent, or one of the spellings of
   * infinity.
   *
   * @param cell trimmed
   * @return NaN for what is no number
   */
  public static double decimal(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> isDecimal(cell) ? parsed(cell) : Double.NaN;
    };
  }

  /** Whether it is made of what decimal numbers are made of: Java takes {@code 1d} and hexadecimal ones too. */
  private static boolean isDecimal(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static double parsed(String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * As the files of data sets have it.
   *
   * @param cell trimmed; decimal, {@code 0x} hexadecimal, {@code Infinity}, {@code inf}, {@code T}, {@code F}
   * @return NaN for what is no number, an empty cell and {@code -} among it
   */
  public static double parse(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "t", "true" -> 1;
      case "f", "false" -> 0;
      default -> cell.startsWith("0x") ? hexadecimal(cell) : decimal(cell);
    };
  }

  private static double hexadecimal(String cell) {
    try {
      return Long.decode(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
