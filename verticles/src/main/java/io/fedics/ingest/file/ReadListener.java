package io.fedics.ingest.file;

import io.fedics.ingest.format.Rejection;

/** Hears how the reading goes, on the reading thread. */
public interface ReadListener {
  /** Hears nothing. */
  ReadListener SILENT = new ReadListener() {};

  /**
   * Every few thousand rows and at the end of a file.
   *
   * @param bytesRead of {@code file.size()}
   * @param rows taken, rejected and skipped, of this file
   */
  default void progress(FlowFile file, long bytesRead, long rows) {}

  /** Every one, in the order of the file; there may be millions. */
  default void rejected(FlowFile file, Rejection rejection) {}
}
