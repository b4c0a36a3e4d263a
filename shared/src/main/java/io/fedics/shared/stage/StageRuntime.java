package io.fedics.shared.stage;

import io.fedics.shared.codec.StateCodec;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What all stages of a process share: one producer, one store, the counters. Makes a {@link StageIo} for each instance. */
public final class StageRuntime implements AutoCloseable {
  private final String bootstrap;
  private final StageConfig config;
  private final Map<Topic, String> topicIds;
  private final KafkaEventWriter writer;
  private final StageStore store;
  private final MeterRegistry registry;
  private final ProgressBoard board = new ProgressBoard();
  private final StateCodec codec = new StateCodec();
  private final DecodedEvents decoded = new DecodedEvents();
  private final Map<String, StageMetrics> metrics = new ConcurrentHashMap<>();
  private final List<Running> running = new CopyOnWriteArrayList<>();

  /** One instance of a stage in this process. */
  public record Running(String stage, Supplier<StageHealth> health) {}

  /**
   * @param bootstrap of the broker, {@code host:port,…}
   * @param topicIds the broker's own id of every topic, so that a topic made anew is noticed
   */
  public StageRuntime(
      String bootstrap,
      StageConfig config,
      Map<Topic, String> topicIds,
      Pool pool,
      MeterRegistry registry) {
    this.bootstrap = bootstrap;
    this.config = config;
    this.topicIds = Map.copyOf(topicIds);
    this.writer = new KafkaEventWriter(bootstrap, config.compression(), partitioner(config));
    this.store = new PgStageStore(pool);
    this.registry = registry;
  }

  private static Partitioner partitioner(StageConfig config) {
    return new Partitioner(config.partitions());
  }

  public StageConfig config() {
    return config;
  }

  public Partitioner partitioner() {
    return partitioner(config);
  }

  /** Writes outside a stage's loop: ingest, outbox. */
  public EventWriter writer() {
    return writer;
  }

  /** The same for who wants to know when each record was acknowledged. */
  public EventWriter writer(Acknowledgements told) {
    return writer.telling(told);
  }

  /**
   * The door of one instance; it belongs to the (worker) context that calls {@link StageIo#run}.
   *
   * @param nextStages stages that read what this one writes: it never runs more than {@code stage.ahead} past them
   */
  public StageIo io(Vertx vertx, String stage, List<Topic> topics, List<String> nextStages) {
    var inputs = new StageInputs(stage, topics, nextStages);
    var io = new DeferredStageIo(() -> new KafkaStageIo(vertx, this, inputs));
    running.add(new Running(stage, io::health));
    return io;
  }

  /**
   * The door to a topic that others write; it belongs to the (worker) context that calls {@link ForeignIo#run}.
   *
   * @param stage of the reader: its counters, its health and, behind {@code kafka.group-prefix}, its consumer group
   */
  public ForeignIo foreign(Vertx vertx, String stage, Topic topic) {
    var io = new ForeignIo(vertx, bootstrap, stage, topic, metrics(stage), config);
    running.add(new Running(stage, io::health));
    return io;
  }

  /**
   * Newest records of topics for people to see; nothing is promised.
   *
   * @param pause between two looks: who can wait costs the broker less
   */
  public LiveTail liveTail(Vertx vertx, Duration pause) {
    return new LiveTail(vertx, bootstrap, config.partitions(), pause);
  }

  /** Counters of a stage, made when first asked for. */
  public StageMetrics metrics(String stage) {
    return metrics.computeIfAbsent(stage, name -> {
      registerInstances(name);
      return new StageMetrics(name, registry);
    });
  }

  /** {@code fedics.<stage>.instances} of this process by state: one that failed stays failed until a restart. */
  private void registerInstances(String stage) {
    for (StageHealth.State state : StageHealth.State.values()) {
      Gauge.builder("fedics." + stage + ".instances", this, runtime -> runtime.count(stage, state))
          .tag("stage", stage)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private double count(String stage, StageHealth.State state) {
    return running.stream()
        .filter(instance -> instance.stage().equals(stage))
        .filter(instance -> instance.health().get().state() == state)
        .count();
  }

  /** All stages of this process, by name. */
  public List<StageMetrics.Snapshot> snapshots() {
    return metrics.values().stream()
        .map(StageMetrics::snapshot)
        .sorted(java.util.Comparator.comparing(StageMetrics.Snapshot::stage))
        .toList();
  }

  /** Health of every instance of this process. */
  public List<Running> running() {
    return new ArrayList<>(running);
  }

  WorkParts partsOf(String stage) {
    return new WorkParts(stage, store, writer, metrics(stage), board, codec, decoded);
  }

  Map<String, Object> consumerSettings(StageInputs inputs) {
    return inputs.consumerSettings(bootstrap, config);
  }

  List<String> topicIds(StageInputs inputs) {
    return inputs.topics().stream()
        .map(topic -> topicIds.getOrDefault(topic, "unknown"))
        .toList();
  }

  @Override
  public void close() {
    writer.close();
  }
}
