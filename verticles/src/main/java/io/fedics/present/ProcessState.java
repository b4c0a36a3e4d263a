package io.fedics.present;

import io.fedics.present.history.DatabaseClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Who is connected to this process, and what room its machine leaves it. */
final class ProcessState {
  /** As long as {@code /readyz} waits for one part. */
  private static final long LIMIT_MILLIS = 1_500;

  private final Vertx vertx;
  private final Path folder;
  private final DatabaseClock database;
  private final Supplier<JsonObject> connections;

  /**
   * @param folder whose disk is told of
   */
  ProcessState(Vertx vertx, Path folder, DatabaseClock database, Supplier<JsonObject> connections) {
    this.vertx = vertx;
    this.folder = folder;
    this.database = database;
    this.connections = connections;
  }

  /** Answers without the database too: then nobody knows how far its clock is. */
  Future<JsonObject> json() {
    var state = new JsonObject().put("connections", connections.get()).put("heap", heap());
    Future<Long> skew = database
        .ahead()
        .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .map(Duration::toMillis)
        .otherwiseEmpty();
    return vertx
        .executeBlocking(this::disk)
        .map(disk -> state.put("disk", disk))
        .compose(_ -> skew)
        .map(millis -> state.put("clock_skew_ms", millis));
  }

  private static JsonObject heap() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new JsonObject().put("used_bytes", heap.getUsed()).put("most_bytes", heap.getMax());
  }

  private JsonObject disk() throws IOException {
    FileStore disk = Files.getFileStore(folder);
    return new JsonObject()
        .put("free_bytes", disk.getUsableSpace())
        .put("total_bytes", disk.getTotalSpace());
  }
}
