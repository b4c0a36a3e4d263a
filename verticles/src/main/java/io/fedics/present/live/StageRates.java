package io.fedics.present.live;

import io.fedics.shared.stage.StageMetrics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The counters of this process's stages, and how fast they grow. Not thread-safe: one context asks. */
public final class StageRates {
  /** Share of the newest second in the rate shown: a few seconds of memory. */
  private static final double NEWEST = 0.3;

  private static final String FIRST_READER = "aggregate";

  private final Supplier<List<StageMetrics.Snapshot>> stages;
  private final Map<String, Double> rates = new HashMap<>();
  private final Map<String, Integer> standing = new HashMap<>();
  private Map<String, Long> before = Map.of();

  public StageRates(Supplier<List<StageMetrics.Snapshot>> stages) {
    this.stages = stages;
  }

  /** Call once a second. */
  public void tick() {
    Map<String, Long> now = new HashMap<>();
    for (StageMetrics.Snapshot stage : stages.get()) {
      now.put(stage.stage(), stage.read());
      Long last = before.get(stage.stage());
      if (last != null) {
        double newest = Math.max(0, stage.read() - last);
        rates.merge(stage.stage(), newest, (old, fresh) -> old + NEWEST * (fresh - old));
        boolean stands = stage.setBack() > 0 || newest == 0 && stage.lag() > 0;
        standing.merge(stage.stage(), stands ? 1 : 0, (old, fresh) -> stands ? old + fresh : 0);
      }
    }
    before = now;
  }

  /** Records that no stage of this process has read yet. */
  public long lag() {
    return stages.get().stream().mapToLong(StageMetrics.Snapshot::lag).sum();
  }

  /** Records a second that the first reader takes in: nearly all of them are flows. */
  double flowsPerSecond() {
    return rates.getOrDefault(FIRST_READER, 0.0);
  }

  /**
   * `unread`: what `lag` is the sum of, by topic and partition as in `network_data/3`, where there is something.
   * `standing_seconds`: for how long a stage has read nothing although records wait for it, or a partition of it has only
   * gone back to its last save.
   */
  public JsonArray json() {
    var items = new JsonArray();
    for (StageMetrics.Snapshot stage : stages.get()) {
      items.add(new JsonObject()
          .put("stage", stage.stage())
          .put("instances", stage.instances())
          .put("read", stage.read())
          .put("written", stage.written())
          .put("ignored", stage.ignored())
          .put("dead_lettered", stage.deadLettered())
          .put("in_flight", stage.inFlight())
          .put("reread", stage.reread())
          .put("difference", stage.difference())
          .put("rate", rates.getOrDefault(stage.stage(), 0.0))
          .put("lag", stage.lag())
          .put("unread", waiting(stage.unread()))
          .put("standing_seconds", standing.getOrDefault(stage.stage(), 0))
          .put("p50_ms", finite(stage.p50Millis()))
          .put("p95_ms", finite(stage.p95Millis()))
          .put("p99_ms", finite(stage.p99Millis())));
    }
    return items;
  }

  private static JsonObject waiting(Map<String, Long> unread) {
    var waiting = new JsonObject();
    unread.forEach((partition, count) -> {
      if (count > 0) {
        waiting.put(partition, count);
      }
    });
    return waiting;
  }

  /** No measurement is no number. */
  private static @org.jspecify.annotations.Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
