package io.fedics.fl.model;

/** What a column of numbers may hold; what feeds a flow is as a file's reader has it. */
enum NumberKind {
  /** Bytes or packets of a flow. */
  COUNT("a whole number, 0 or more"),
  PORT("a port, 0 to 65535"),
  /** A flow's length. */
  LENGTH("a length of time, 0 or more"),
  /** A second of a flow of no length: these files write that it is none. */
  RATE("a number"),
  OTHER("a number");

  private static final int LAST_PORT = 65_535;

  private final String expected;

  NumberKind(String expected) {
    this.expected = expected;
  }

  /**
   * As in sentences.
   *
   * @param cell that is not taken
   */
  String expected(String cell) {
    return Double.isFinite(NumberCell.decimal(cell)) ? expected : OTHER.expected;
  }

  /** @param cell trimmed */
  boolean takes(String cell) {
    double value = NumberCell.decimal(cell);
    return switch (this) {
      case COUNT -> isCount(value);
      case PORT -> isCount(value) && value <= LAST_PORT;
      case LENGTH -> Double.isFinite(value) && value >= 0;
      case RATE -> !Double.isNaN(value) || cell.equalsIgnoreCase("nan");
      case OTHER -> Double.isFinite(value);
    };
  }

  private static boolean isCount(double value) {
    return Double.isFinite(value) && value >= 0 && value == Math.rint(value);
  }
}
