package io.fedics.fl.model;

import java.util.Locale;

/** Numbers as the tools that write flow tables spell them. */
public final class NumberCell {
  private NumberCell() {}

  /**
   * @param cell trimmed; decimal, {@code 0x} hexadecimal, {@code Infinity}, {@code inf}, {@code T}, {@code F}
   * @return NaN for what is no number, an empty cell and {@code -} among it
   */
  public static double parse(String cell) {
    if (cell.isEmpty() || cell.equals("-")) {
      return Double.NaN;
    }
    try {
      return switch (cell.toLowerCase(Locale.ROOT)) {
        case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        case "t", "true" -> 1;
        case "f", "false" -> 0;
        default -> cell.startsWith("0x") ? Long.decode(cell) : Double.parseDouble(cell);
      };
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
