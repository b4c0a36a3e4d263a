package io.fedics.present.scoring;

import io.fedics.shared.event.RecordScored;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** What an uploaded file holds so far. Not thread-safe: one block at a time. */
final class UploadCount {
  private static final int MOST_ERRORS = 100;

  private final Map<String, Long> labels = new TreeMap<>();
  private final JsonArray errors = new JsonArray();
  private long rows;
  private long alarms;
  private long rejected;

  void add(RecordScored record) {
    rows++;
    if (record.verdict() == null) {
      rejected++;
      if (errors.size() < MOST_ERRORS) {
        errors.add(new JsonObject().put("line", record.line()).put("reason", record.failure()));
      }
      return;
    }
    alarms += record.verdict().alarm() ? 1 : 0;
    labels.merge(record.verdict().label(), 1L, Long::sum);
  }

  long rows() {
    return rows;
  }

  long alarms() {
    return alarms;
  }

  /** Rows without a verdict. */
  long rejected() {
    return rejected;
  }

  JsonObject labels() {
    var json = new JsonObject();
    labels.forEach(json::put);
    return json;
  }

  /** The first of them, {@code {"line", "reason"}}. */
  JsonArray errors() {
    return errors.copy();
  }
}
