package io.fedics.app.up;

import io.fedics.app.cli.JsonFigure;
import io.fedics.shared.stage.StageMetrics.Snapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the processes of a cluster tell each other once a second, for people to see: the counters of their stages and how
 * far their detectors are with learning. May be lost: the next one says it again. A process that is silent for {@value
 * #SILENT_SECONDS} s is gone. Thread-safe.
 */
final class ProcessBoard extends VerticleBase {
  private static final String ADDRESS = "processes.told";
  private static final long PERIOD_MILLIS = 1_000;
  private static final int SILENT_SECONDS = 5;

  private final Supplier<List<Snapshot>> ownStages;
  private final LearningBoard ownLearning;
  private final LongSupplier nanos;
  private final String id = UUID.randomUUID().toString();
  private final Map<String, Told> others = new ConcurrentHashMap<>();

  private record Told(long atNanos, List<Snapshot> stages, JsonObject learning) {}

  /**
   * @param nanos a clock that only goes forward, {@code System::nanoTime}
   */
  ProcessBoard(
      Supplier<List<Snapshot>> ownStages,
      LearningBoard ownLearning,
      LongSupplier nanos,
      MeterRegistry registry) {
    this.ownStages = ownStages;
    this.ownLearning = ownLearning;
    this.nanos = nanos;
    Gauge.builder(
            "fedics.app.cluster.processes", this, board -> 1.0 + board.heard().size())
        .description("processes that were heard lately, this one included")
        .register(registry);
  }

  @Override
  public Future<?> start() {
    var consumer = vertx.eventBus().<JsonObject>consumer(ADDRESS, told -> hear(told.body()));
    vertx.setPeriodic(PERIOD_MILLIS, _ -> vertx.eventBus().publish(ADDRESS, tell()));
    return consumer.completion();
  }

  JsonObject tell() {
    var stages = new JsonArray();
    ownStages.get().forEach(stage -> stages.add(json(stage)));
    return new JsonObject()
        .put("process", id)
        .put("stages", stages)
        .put("learning", ownLearning.json());
  }

  void hear(JsonObject told) {
    String process = told.getString("process");
    if (process.equals(id)) {
      return;
    }
    List<Snapshot> stages = told.getJsonArray("stages").stream()
        .map(JsonObject.class::cast)
        .map(ProcessBoard::snapshot)
        .toList();
    others.put(process, new Told(nanos.getAsLong(), stages, told.getJsonObject("learning")));
  }

  private List<Told> heard() {
    long oldest = nanos.getAsLong() - Duration.ofSeconds(SILENT_SECONDS).toNanos();
    others.values().removeIf(told -> told.atNanos() - oldest < 0);
    return List.copyOf(others.values());
  }

  /** Of all processes, by name of the stage: counts are sums, latencies those of the slowest process. */
  List<Snapshot> stages() {
    var byName = new TreeMap<String, Snapshot>();
    ownStages.get().forEach(stage -> byName.put(stage.stage(), stage));
    for (Told told : heard()) {
      told.stages().forEach(stage -> byName.merge(stage.stage(), stage, ProcessBoard::sum));
    }
    return List.copyOf(byName.values());
  }

  /** Of all processes, as {@link LearningBoard#json}. */
  JsonObject learning() {
    List<JsonObject> all = new ArrayList<>(List.of(ownLearning.json()));
    heard().forEach(told -> all.add(told.learning()));
    return LearningBoard.least(all);
  }

  private static Snapshot sum(Snapshot a, Snapshot b) {
    return new Snapshot(
        a.stage(),
        a.instances() + b.instances(),
        a.read() + b.read(),
        a.writtenFrom() + b.writtenFrom(),
        a.ignored() + b.ignored(),
        a.deadLettered() + b.deadLettered(),
        a.inFlight() + b.inFlight(),
        a.reread() + b.reread(),
        a.written() + b.written(),
        sum(a.unread(), b.unread()),
        a.setBack() + b.setBack(),
        slowest(a.p50Millis(), b.p50Millis()),
        slowest(a.p95Millis(), b.p95Millis()),
        slowest(a.p99Millis(), b.p99Millis()));
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    Map<String, Long> both = new TreeMap<>(a);
    b.forEach((partition, unread) -> both.merge(partition, unread, Long::sum));
    return both;
  }

  /** NaN is no measurement. */
  private static double slowest(double a, double b) {
    if (Double.isNaN(a)) {
      return b;
    }
    return Double.isNaN(b) ? a : Math.max(a, b);
  }

  private static JsonObject json(Snapshot stage) {
    return new JsonObject()
        .put("stage", stage.stage())
        .put("instances", stage.instances())
        .put("read", stage.read())
        .put("written_from", stage.writtenFrom())
        .put("ignored", stage.ignored())
        .put("dead_lettered", stage.deadLettered())
        .put("in_flight", stage.inFlight())
        .put("reread", stage.reread())
        .put("written", stage.written())
        .put("unread", new JsonObject(new TreeMap<String, Object>(stage.unread())))
        .put("set_back", stage.setBack())
        .put("p50_ms", JsonFigure.of(stage.p50Millis()))
        .put("p95_ms", JsonFigure.of(stage.p95Millis()))
        .put("p99_ms", JsonFigure.of(stage.p99Millis()));
  }

  private static Snapshot snapshot(JsonObject json) {
    return new Snapshot(
        json.getString("stage"),
        json.getLong("instances"),
        json.getLong("read"),
        json.getLong("written_from"),
        json.getLong("ignored"),
        json.getLong("dead_lettered"),
        json.getLong("in_flight"),
        json.getLong("reread"),
        json.getLong("written"),
        unread(json.getJsonObject("unread")),
        json.getLong("set_back"),
        figure(json, "p50_ms"),
        figure(json, "p95_ms"),
        figure(json, "p99_ms"));
  }

  private static Map<String, Long> unread(JsonObject json) {
    Map<String, Long> unread = new TreeMap<>();
    json.fieldNames().forEach(partition -> unread.put(partition, json.getLong(partition)));
    return unread;
  }

  private static double figure(JsonObject json, String key) {
    Double value = json.getDouble(key);
    return value == null ? Double.NaN : value;
  }
}
