package io.fedics.fl.evaluate;

/** Arrays that belong together have one length. */
final class Lengths {
  private Lengths() {}

  static void requireSame(String name, int length, String other, int otherLength) {
    if (length != otherLength) {
      throw new IllegalArgumentException(
          "%s has %d rows (expected: %d, as %s)".formatted(name, length, otherLength, other));
    }
  }
}
