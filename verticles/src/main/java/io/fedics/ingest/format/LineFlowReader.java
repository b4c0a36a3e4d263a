package io.fedics.ingest.format;

import java.io.IOException;
import java.io.InputStream;

/** Drives a {@link LineParser} over a file. */
final class LineFlowReader implements FlowReader {
  private final LineParser parser;

  LineFlowReader(LineParser parser) {
    this.parser = parser;
  }

  @Override
  public void read(InputStream in, RowSink sink) throws IOException {
    var lines = new LineReader(in);
    while (lines.next()) {
      try {
        if (lines.tooLong()) {
          throw new RowRejected(Rejection.ROW, lines.head(), "at most 1 MiB a line");
        }
        parser.line(lines, sink);
      } catch (RowRejected rejected) {
        sink.reject(rejected.at(lines.number()));
      }
    }
    if (!lines.damage().isEmpty()) {
      sink.reject(new Rejection(
          lines.number() + 1,
          Rejection.ROW,
          lines.damage(),
          "a whole gzip file; it is cut or damaged here"));
    }
    parser.end(sink);
  }
}
