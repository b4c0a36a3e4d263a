package io.fedics.app.offline;

import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.ReadListener;
import io.fedics.ingest.format.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows that were not taken: all counted, the first 20 shown as they come, the first 1,000 kept. Not thread-safe. */
public final class Rejections implements ReadListener {
  private static final int SHOWN = 20;
  private static final int KEPT = 1_000;

  private final PrintWriter err;
  private final List<JsonObject> kept = new ArrayList<>();
  private long count;

  public Rejections(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void rejected(FlowFile file, Rejection rejection) {
    count++;
    if (count <= SHOWN) {
      err.println("%s, line %d: %s".formatted(file.path(), rejection.line(), rejection.reason()));
    }
    if (kept.size() < KEPT) {
      kept.add(new JsonObject(Map.of(
          "file", file.path().toString(),
          "line", rejection.line(),
          "reason", rejection.reason())));
    }
  }

  /** Says how many more there were. */
  public void summarise() {
    if (count > SHOWN) {
      err.println("… and %,d more rows that were not taken".formatted(count - SHOWN));
    }
  }

  public long count() {
    return count;
  }

  public JsonArray json() {
    return new JsonArray(new ArrayList<>(kept));
  }
}
