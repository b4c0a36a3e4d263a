package io.fedics.app.fl;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures in tables for people. */
final class FigureText {
  private FigureText() {}

  /**
   * What rounds to zero is zero, without a minus.
   *
   * @param format of one number
   * @param value null, shown as a dash, when nobody computed it
   */
  static String of(String format, @Nullable Double value) {
    if (value == null) {
      return "–";
    }
    String text = String.format(Locale.ROOT, format, value);
    return Double.parseDouble(text) == 0 ? String.format(Locale.ROOT, format, 0.0) : text;
  }
}
