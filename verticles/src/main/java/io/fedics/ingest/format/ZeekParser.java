package io.fedics.ingest.format;

/** Zeek's {@code conn.log} in either form, told by the first character of each line. */
final class ZeekParser implements LineParser {
  private final ZeekTsvParser tsv = new ZeekTsvParser();
  private final ZeekJsonParser json = new ZeekJsonParser();
  private boolean sawJson;

  @Override
  public void line(LineReader line, RowSink sink) throws RowRejected {
    if (line.from() < line.to() && line.buffer()[line.from()] == '{') {
      sawJson = true;
      json.line(line, sink);
    } else {
      tsv.line(line, sink);
    }
  }

  @Override
  public void end(RowSink sink) {
    if (!sawJson) {
      tsv.end(sink);
    }
  }
}
