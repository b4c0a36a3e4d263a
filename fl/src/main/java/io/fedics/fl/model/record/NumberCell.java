package io.fedics.fl.model.record;

import java.util.Locale;

/** Numbers as the tools that write flow tables spell them. */
public final class NumberCell {
  /** Of a flow, ten years: longer is a broken clock. */
  public static final long LONGEST_SECONDS = 315_360_000L;

  private NumberCell() {}

  /**
   * As records have it that are judged: nothing but a decimal number with or without an exponent, below 1.8e308, or one of
   * the spellings of infinity.
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
      double number = Double.parseDouble(cell);
      return Double.isInfinite(number) ? Double.NaN : number; // more than a double holds
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * As the files of data sets have it.
   *
   * @param cell trimmed; decimal, {@code 0x} hexadecimal, {@code Infinity}, {@code inf}, {@code T}, {@code F}
   * @return NaN for what is no number, also where the cell {@linkplain #saysNothing says nothing}
   */
  public static double parse(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "t", "true" -> 1;
      case "f", "false" -> 0;
      default -> cell.startsWith("0x") ? hexadecimal(cell) : decimal(cell);
    };
  }

  /** Whether it is one of the spellings for no number at all: empty, {@code -}, {@code NaN}, {@code null}, {@code none}. */
  public static boolean saysNothing(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "", "-", "nan", "null", "none" -> true;
      default -> false;
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
