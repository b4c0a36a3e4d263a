package io.fedics.fl.model.record;

import java.util.Optional;

/** What a column of numbers may hold; what feeds a flow is as a file's reader has it. */
enum NumberKind {
  /** Bytes or packets of a flow. */
  COUNT("a whole number, 0 or more"),
  PORT("a port, 0 to 65535"),
  /** A flow's length in seconds. */
  SECONDS("a length of time, 0 to ten years"),
  /** A flow's length in microseconds. */
  MICROS("a length of time, 0 to ten years"),
  /** A second of a flow of no length: these files write that it is none. */
  RATE("a number"),
  OTHER("a number");

  private static final int LAST_PORT = 65_535;
  private final String expected;

  NumberKind(String expected) {
    this.expected = expected;
  }

  /**
   * What should have been there, as in sentences; empty for a cell that is right.
   *
   * @param cell stripped
   */
  Optional<String> fault(String cell) {
    if (takes(cell)) {
      return Optional.empty();
    }
    return Optional.of(Double.isFinite(NumberCell.decimal(cell)) ? expected : OTHER.expected);
  }

  private boolean takes(String cell) {
    double value = NumberCell.decimal(cell);
    return switch (this) {
      case COUNT -> isCount(value);
      case PORT -> isCount(value) && value <= LAST_PORT && !cell.startsWith("-");
      case SECONDS -> value >= 0 && value <= NumberCell.LONGEST_SECONDS;
      case MICROS -> value >= 0 && value <= NumberCell.LONGEST_SECONDS * 1e6;
      case RATE -> !Double.isNaN(value) || cell.equalsIgnoreCase("nan");
      case OTHER -> Double.isFinite(value);
    };
  }

  /** What a long holds: no flow has more. */
  private static boolean isCount(double value) {
    return value >= 0 && value < 0x1p63 && value == Math.rint(value);
  }
}
