package io.fedics.ingest.format;

/** Ends the reading of one row. Has no stack trace: a file of a million bad rows must not cost a million of them. */
final class RowRejected extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String value;
  private final String expected;

  RowRejected(String column, String value, String expected) {
    super(column, null, false, false);
    this.column = column;
    this.value = value;
    this.expected = expected;
  }

  Rejection at(long line) {
    return new Rejection(line, column, value, expected);
  }
}
