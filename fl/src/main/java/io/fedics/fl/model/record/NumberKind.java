package io.fedics.fl.model.record;

import java.util.Optional;

/** What a column of numbers may hold; {@link ColumnKinds} says which column is of which kind. */
public enum NumberKind {
  /** Bytes, packets, connections, events; a flag is 0 or 1 of them. */
  COUNT("a whole number, 0 or more"),
  /** Some tools write −1 for none, and counters of 32 bits run over. */
  WHOLE("a whole number"),
  PORT("a port, 0 to 65535"),
  SHARE("a share, 0 to 1"),
  /** Means, deviations, intervals, loads. */
  NOT_NEGATIVE("a number, 0 or more"),
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

  /** Whether nothing is between one number and the next. */
  boolean isWhole() {
    return switch (this) {
      case COUNT, WHOLE, PORT, MICROS -> true;
      case SHARE, NOT_NEGATIVE, SECONDS, RATE, OTHER -> false;
    };
  }

  /**
   * What should have been there, as in sentences; empty for a cell that is right in a record to be judged.
   *
   * @param cell stripped
   */
  public Optional<String> fault(String cell) {
    double value = NumberCell.decimal(cell);
    if (takes(value) && !isSignedPort(cell) || isNoRate(cell)) {
      return Optional.empty();
    }
    return Optional.of(Double.isFinite(value) ? expected : OTHER.expected);
  }

  /**
   * What should have been there, as in sentences; empty for a cell that is right in a published file. There a cell may
   * {@linkplain NumberCell#saysNothing say nothing} or be infinite, and CICIDS2017 has flows that ended before they began.
   *
   * @param cell stripped, spelled as {@link NumberCell#parse} takes it
   */
  public Optional<String> faultInFile(String cell) {
    double value = NumberCell.parse(cell);
    if (Double.isNaN(value)) {
      return NumberCell.saysNothing(cell) ? Optional.empty() : Optional.of(OTHER.expected);
    }
    boolean isBrokenClock = this == MICROS && value < 0;
    return takes(value) || isBrokenClock || Double.isInfinite(value)
        ? Optional.empty()
        : Optional.of(expected);
  }

  private boolean takes(double value) {
    return switch (this) {
      case COUNT -> value >= 0 && isWholeLong(value);
      case WHOLE -> isWholeLong(value);
      case PORT -> value >= 0 && value <= LAST_PORT && isWholeLong(value);
      case SHARE -> value >= 0 && value <= 1;
      case NOT_NEGATIVE -> value >= 0 && Double.isFinite(value);
      case SECONDS -> value >= 0 && value <= NumberCell.LONGEST_SECONDS;
      case MICROS -> value >= 0 && value <= NumberCell.LONGEST_SECONDS * 1e6;
      case RATE -> !Double.isNaN(value);
      case OTHER -> Double.isFinite(value);
    };
  }

  /** What a long holds: no flow has more. */
  private static boolean isWholeLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 && value == Math.rint(value);
  }

  /** The reader of flows takes no {@code -0} for a port. */
  private boolean isSignedPort(String cell) {
    return this == PORT && cell.startsWith("-");
  }

  private boolean isNoRate(String cell) {
    return this == RATE && cell.equalsIgnoreCase("nan");
  }
}
