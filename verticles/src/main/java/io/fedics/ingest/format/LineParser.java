package io.fedics.ingest.format;

import io.fedics.shared.error.UsageException;

/** What a format makes of one line after the other. */
interface LineParser {

  /**
   * @throws RowRejected when this line is no record
   * @throws UsageException when the file is not of the format
   */
  void line(LineReader line, RowSink sink) throws RowRejected;

  /**
   * After the last line.
   *
   * @throws UsageException when what every file of the format has never came
   */
  default void end(RowSink sink) {}
}
