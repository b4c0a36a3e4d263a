package io.fedics.detect.domain;

/** Checks of settings below {@code detect}: what is outside its bounds is refused by its name. */
public final class SettingBounds {
  private SettingBounds() {}

  public static void requireAtLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "detect." + name + ": " + value + " (expected: " + least + " or more)");
    }
  }

  public static void requireAbove(String name, double value, double bound) {
    if (!(value > bound && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "detect." + name + ": " + value + " (expected: above " + bound + ")");
    }
  }

  /** Between 0 and 1, both excluded. */
  public static void requireShare(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(
          "detect." + name + ": " + value + " (expected: between 0 and 1)");
    }
  }
}
