package io.fedics.ingest.format;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.io.InputStream;

/** Reads one file, once: a reader keeps the file's header. Not thread-safe. */
public interface FlowReader {

  /**
   * Reads to the end; a bad row goes to {@code sink} and the reading goes on.
   *
   * @param in unpacked bytes; not closed
   * @throws UsageException when the content as a whole is not of the format
   * @throws IOException when the bytes cannot be had; a cut gzip stream is a rejection instead
   */
  void read(InputStream in, RowSink sink) throws IOException;
}
