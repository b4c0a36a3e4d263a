package io.fedics.app.up;

import io.fedics.aggregate.AggregateVerticle;
import io.fedics.app.bundle.ActiveRecordModels;
import io.fedics.app.bundle.Detectors;
import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelStore;
import io.fedics.app.bundle.StoredLabelModels;
import io.fedics.app.bundle.TriedModelsFile;
import io.fedics.app.cli.ProgramVersion;
import io.fedics.app.config.Configs;
import io.fedics.app.config.StageName;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.infrastructure.DatabasePool;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.app.infrastructure.TopicTail;
import io.fedics.classify.ClassifyVerticle;
import io.fedics.detect.DetectVerticle;
import io.fedics.detect.RecordsVerticle;
import io.fedics.detect.domain.learned.RecordScoring;
import io.fedics.detect.domain.physics.PhysicsTravel;
import io.fedics.incident.IncidentVerticle;
import io.fedics.incident.OutboxStore;
import io.fedics.incident.OutboxVerticle;
import io.fedics.incident.domain.Incidents;
import io.fedics.ingest.ActiveModels;
import io.fedics.ingest.ForeignVerticle;
import io.fedics.ingest.ForgetVerticle;
import io.fedics.ingest.IngestVerticle;
import io.fedics.ingest.SiteStore;
import io.fedics.persist.PartitionStore;
import io.fedics.persist.PersistVerticle;
import io.fedics.persist.PruneVerticle;
import io.fedics.persist.ScoredStore;
import io.fedics.predict.PredictVerticle;
import io.fedics.present.PresentParts;
import io.fedics.present.PresentVerticle;
import io.fedics.present.StatusVerticle;
import io.fedics.present.access.Access;
import io.fedics.present.access.HealthCheck;
import io.fedics.present.audit.AuditTrail;
import io.fedics.present.history.HistoryStore;
import io.fedics.present.scoring.Scoring;
import io.fedics.shared.attack.Techniques;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes every stage and knows them all; nobody else does. */
public final class Stages {
  private static final int HISTORY_CONNECTIONS = 6;
  private static final String[] CLASSIFY = {"classify"};

  /** Topics that are stored, and the reader that stores each. */
  public static final Map<Topic, String> STORED = Map.of(
      Topic.NETWORK_DATA, "persist-flows",
      Topic.ANOMALIES, "persist-anomalies",
      Topic.ATTACK_CLASSIFIED, "persist-classifications",
      Topic.ATTACK_PREDICTED, "persist-predictions",
      Topic.ALERTS, "persist-alerts",
      Topic.FL_EVENTS, "persist-fl-events",
      Topic.DEAD_LETTERS, "persist-dead-letters");

  private final Vertx vertx;
  private final DataFolder folder;
  private final Configs configs;
  private final Pool pool;
  private final StageRuntime runtime;
  private final Infrastructure.Endpoints endpoints;
  private final PrometheusMeterRegistry metrics;
  private final ModelStore models;
  private final ActiveModels active;
  private final LearningBoard learning = new LearningBoard();
  private final TriedModelsFile tried;
  private final TrialMetrics trials;
  private final ProcessBoard processes;
  private final Deployments deployments;
  private final FederateStage federate;
  private @Nullable Pool historyPool;

  public Stages(
      Vertx vertx,
      DataFolder folder,
      Configs configs,
      Infrastructure.Endpoints endpoints,
      ModelStore models,
      ActiveModels active,
      PrometheusMeterRegistry metrics) {
    this.vertx = vertx;
    this.folder = folder;
    this.models = models;
    this.active = active;
    this.configs = configs;
    this.endpoints = endpoints;
    this.metrics = metrics;
    this.deployments = new Deployments(vertx);
    this.federate = new FederateStage(vertx, folder, configs);
    this.pool =
        DatabasePool.open(vertx, endpoints.database(), configs.database().connections());
    this.runtime = new StageRuntime(
        endpoints.bootstrap(), configs.stage(), endpoints.topicIds(), pool, metrics);
    this.tried = new TriedModelsFile(folder.file("models"), models);
    this.trials = new TrialMetrics(metrics, tried::on);
    this.processes = new ProcessBoard(runtime::snapshots, learning, System::nanoTime, metrics);
  }

  public StageRuntime runtime() {
    return runtime;
  }

  /**
   * Deploys what is named, readers before ingest, so that nobody misses the first flows' time.
   *
   * @return the port of the console; of health and counters when the console is elsewhere
   */
  public Future<Integer> deploy(UpOptions options, Access access) {
    return deploy(options, access, Future::succeededFuture);
  }

  /**
   * The same.
   *
   * @param beforeListening done when the readers are there and nobody is answered yet
   */
  Future<Integer> deploy(UpOptions options, Access access, Supplier<Future<Void>> beforeListening) {
    Set<StageName> readers = EnumSet.copyOf(options.stages());
    readers.remove(StageName.INGEST);
    return Future.join(readers.stream().map(name -> deploy(name, options)).toList())
        .compose(_ -> beforeListening.get())
        .compose(_ -> options.stages().contains(StageName.PRESENT)
            ? present(options, access)
            : status(options))
        .compose(port -> options.stages().contains(StageName.INGEST)
            ? deploy(StageName.INGEST, options).map(port)
            : Future.succeededFuture(port))
        .compose(port -> watch(options).map(port))
        .compose(port -> options.cluster()
            ? deployments.alone(() -> processes).map(port)
            : Future.succeededFuture(port));
  }

  /** Without the console, health and counters are still to be seen. */
  private Future<Integer> status(UpOptions options) {
    var verticle =
        new StatusVerticle(configs.present(), checks(options), metrics::scrape, addressOf(options));
    return deployments.alone(() -> verticle).map(_ -> verticle.port());
  }

  private List<HealthCheck> checks(UpOptions options) {
    List<String> foreign = options.stages().contains(StageName.INGEST)
        ? configs.ingest().kafkaSources().stream().map(ForeignVerticle::stageOf).toList()
        : List.of();
    return new HealthChecks(vertx, endpoints, pool, runtime, foreign).all();
  }

  private static SocketAddress addressOf(UpOptions options) {
    return SocketAddress.inetSocketAddress(options.httpPort(), "127.0.0.1");
  }

  /** What is not of one stage: how late event loops are, how the checks stand. */
  private Future<Void> watch(UpOptions options) {
    return deployments
        .onEachLoop(() -> new EventLoopDelay(metrics), VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE)
        .compose(_ -> deployments.alone(() -> new HealthWatch(checks(options), metrics)));
  }

  private Future<Integer> present(UpOptions options, Access access) {
    Duration limit = configs.present().queryTimeout();
    var catalogue = new ModelCatalogue(models, active, tried);
    historyPool = DatabasePool.open(
        vertx,
        HistoryStore.limited(DatabasePool.optionsOf(endpoints.database()), limit),
        HISTORY_CONNECTIONS);
    var parts = new PresentParts(
        new HistoryStore(historyPool, limit),
        new AuditTrail(vertx, historyPool, folder.path()),
        access,
        new TopicTail(vertx, runtime),
        processes::stages,
        metrics::scrape,
        folder.path(),
        checks(options),
        processes::learning,
        () -> catalogue.all().stream().map(ModelCatalogue.Model::json).toList(),
        federate.control(),
        new Scoring(new ActiveRecordModels(models, active)::scorer, new ScoredStore()),
        Techniques.of(configs.classify().attackVersion()),
        ProgramVersion.text(),
        Clock.systemUTC());
    var verticle = new PresentVerticle(configs.present(), parts, addressOf(options));
    return deployments.alone(() -> verticle).map(_ -> verticle.port());
  }

  /** Where sites join; empty where the stage does not run. */
  Optional<Integer> federationPort() {
    return federate.port();
  }

  private Future<Void> deploy(StageName name, UpOptions options) {
    return switch (name) {
      case AGGREGATE ->
        worker(
            name,
            () -> new AggregateVerticle(
                configs.aggregate(),
                io("aggregate", List.of(Topic.NETWORK_DATA), "classify", "physics-host")));
      case CLASSIFY ->
        worker(
            name,
            () -> new ClassifyVerticle(
                configs.classify(),
                StoredLabelModels.from(configs, models),
                runtime.partitioner(),
                io("classify", List.of(Topic.HOST_ACTIVITY, Topic.ANOMALIES), "predict")));
      case PREDICT ->
        worker(
            name,
            () -> new PredictVerticle(
                configs.predict(),
                runtime.partitioner(),
                io("predict", List.of(Topic.ATTACK_CLASSIFIED), "incident")));
      case PERSIST -> persist();
      case INCIDENT -> incident();
      case FEDERATE -> federate.deploy(deployments, runtime.writer(), pool, metrics);
      case INGEST ->
        deployments
            .alone(() -> new IngestVerticle(
                configs.ingest(),
                options.simulate(),
                new SiteStore(pool),
                runtime.writer(),
                runtime.partitioner(),
                active,
                InstantSource.system()))
            .compose(_ -> foreign())
            .compose(_ -> deployments.worker(1, this::forgetting));
      case DETECT -> detect();
      case PRESENT -> Future.succeededFuture(); // last: it shows the health of the others
    };
  }

  /** While topics or tables keep anything of a site, so do stages. */
  private ForgetVerticle forgetting() {
    Duration topics = configs.broker().retention();
    Duration tables = configs.persist().retention();
    return new ForgetVerticle(
        new SiteStore(pool),
        runtime.writer(),
        topics.compareTo(tables) > 0 ? topics : tables,
        configs.persist().pruneEvery());
  }

  /** A reader for each topic of other programs. */
  private Future<Void> foreign() {
    return Future.join(configs.ingest().kafkaSources().stream()
            .map(topic -> deployments.worker(
                1,
                () -> new ForeignVerticle(
                    topic,
                    runtime.foreign(vertx, ForeignVerticle.stageOf(topic), topic),
                    new SiteStore(pool),
                    runtime.writer(),
                    runtime.partitioner(),
                    active,
                    configs.ingest())))
            .toList())
        .mapEmpty();
  }

  /** Readers that verdicts wait for, and the one that writes verdicts itself. */
  private Future<Void> detect() {
    List<String> wanted = configs.classify().detectors();
    return Future.join(
            Detectors.from(configs, models).readers(configs.stage().partitions()).stream()
                .filter(reader ->
                    reader.stage().equals(PhysicsTravel.STAGE) || wanted.contains(reader.stage()))
                .map(this::detector)
                .toList())
        .compose(_ -> records());
  }

  /** No verdict about a host waits for them. */
  private Future<Void> records() {
    List<Topic> topics = List.of(Topic.NETWORK_DATA);
    Future<Void> stored = worker(
        StageName.DETECT,
        () -> new RecordsVerticle(
            partition -> new RecordScoring(partition, models),
            new ScoredStore(),
            io(RecordScoring.STAGE, topics)));
    return configs.learned().settings().routes()
        ? stored.compose(_ -> worker(
            StageName.DETECT,
            () -> new DetectVerticle(
                partition -> new RecordScoring(partition, models),
                io(RecordScoring.STAGE + "-routed", topics))))
        : stored;
  }

  private Future<Void> detector(Detectors.Reader reader) {
    String[] next = reader.stage().equals(PhysicsTravel.STAGE) ? new String[0] : CLASSIFY;
    IntFunction<Decision> decision = partition -> trials.counted(
        reader.stage(),
        learning.watched(reader.stage(), partition, reader.decision().apply(partition)));
    return worker(
        StageName.DETECT,
        () -> new DetectVerticle(decision, io(reader.stage(), reader.topics(), next)));
  }

  /** The decision, and who publishes what it put into the outbox. */
  private Future<Void> incident() {
    // A worker: sending blocks while the broker is away.
    Future<Void> outbox =
        deployments.worker(1, () -> new OutboxVerticle(new OutboxStore(pool), runtime.writer()));
    return outbox.compose(_ -> worker(
        StageName.INCIDENT,
        () -> new IncidentVerticle(
            partition -> new Incidents(configs.incident(), partition),
            io("incident", List.of(Topic.ATTACK_PREDICTED)))));
  }

  /** A reader for each topic that is stored, each with its own progress. */
  private Future<Void> persist() {
    List<Future<Void>> all = new ArrayList<>();
    all.add(
        deployments.alone(() -> new PruneVerticle(configs.persist(), new PartitionStore(pool))));
    STORED.forEach((topic, stage) -> all.add(worker(
        StageName.PERSIST, () -> new PersistVerticle(topic, io(stage, List.of(topic))))));
    return Future.join(all).mapEmpty();
  }

  private StageIo io(String stage, List<Topic> topics, String... nextStages) {
    return runtime.io(vertx, stage, topics, List.of(nextStages));
  }

  private Future<Void> worker(StageName name, Supplier<Deployable> verticle) {
    return deployments.worker(configs.instances().of(name), verticle);
  }

  /** Lets every stage finish its batch and save; what stages share is closed also when one of them fails to. */
  public Future<Void> undeploy() {
    return deployments
        .undeployAll()
        .eventually(() -> vertx.executeBlocking(this::closeRuntime))
        .eventually(() -> historyPool == null ? Future.succeededFuture() : historyPool.close())
        .eventually(pool::close)
        .onComplete(_ -> federate.close());
  }

  /** Blocks until the producer is closed. */
  private boolean closeRuntime() {
    runtime.close();
    return true;
  }
}
