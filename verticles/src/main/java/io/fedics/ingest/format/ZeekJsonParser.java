package io.fedics.ingest.format;

import java.util.Map;

/** Zeek's JSON form: an object a line, keys in any order, unset ones left out. Lines of other logs are skipped. */
final class ZeekJsonParser implements LineParser {
  private final JsonRows json = new JsonRows(ZeekFlows.COLUMNS, Map.of());
  private final Row row = ZeekFlows.row();

  @Override
  public void line(LineReader line, RowSink sink) throws RowRejected {
    if (line.isBlank()) {
      return;
    }
    json.read(line, row);
    String path = row.text(Field.KIND);
    if (path != null && !path.equals("conn")) {
      sink.skipped(path);
      return;
    }
    sink.flow(line.number(), ZeekFlows.flow(row));
  }
}
