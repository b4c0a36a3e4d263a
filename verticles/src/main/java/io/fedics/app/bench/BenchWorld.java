package io.fedics.app.bench;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelStore;
import io.fedics.app.cli.Blocking;
import io.fedics.app.config.Configs;
import io.fedics.app.config.StageName;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.KeptPorts;
import io.fedics.app.folder.OwnerOnly;
import io.fedics.app.infrastructure.DatabasePool;
import io.fedics.app.infrastructure.EmbeddedDatabase;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.app.infrastructure.PostmasterFile;
import io.fedics.app.up.Stages;
import io.fedics.app.up.UpOptions;
import io.fedics.ingest.FeedVerticle;
import io.fedics.ingest.SimulateMode;
import io.fedics.ingest.SiteStore;
import io.fedics.present.access.Access;
import io.fedics.shared.stage.Acknowledgements;
import io.fedics.shared.stage.StageHealth;
import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker, database and all stages as {@code up} runs them, in a folder of their own. Blocks where it waits. */
final class BenchWorld implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BenchWorld.class);
  private static final long LOOK_MILLIS = 20;
  private static final long READY_SECONDS = 60;
  private static final int CONNECTIONS = 4;

  /** Its folder is deleted next. */
  private static final Duration BROKER_STOP = Duration.ofSeconds(30);

  private final Configs configs;
  private final DataFolder folder;
  private final Infrastructure infrastructure;
  private final Infrastructure.Endpoints endpoints;
  private final Vertx vertx;
  private final Stages stages;
  private final String token;
  private final int httpPort;
  private final AtomicBoolean closed = new AtomicBoolean();

  private BenchWorld(Configs configs, DataFolder folder, Infrastructure infrastructure)
      throws Exception {
    this.configs = configs;
    this.folder = folder;
    this.infrastructure = infrastructure;
    this.endpoints = infrastructure.await();
    this.token = OwnerOnly.secret(folder.file("token"));
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.vertx = Vertx.builder()
        .with(new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
        .withMetrics(new MicrometerMetricsFactory(metrics))
        .build();
    Path models = folder.file("models");
    this.stages = new Stages(
        vertx,
        folder,
        configs,
        endpoints,
        new ModelStore(Optional.of(models)),
        new ActiveModelsFile(models),
        metrics);
    var access = new Access(token, configs.present().session(), Clock.systemUTC());
    int port = KeptPorts.of(folder.file("ports")).choose("http", "--http-port", 0);
    var options =
        new UpOptions(port, EnumSet.allOf(StageName.class), SimulateMode.of("off"), false);
    this.httpPort = Blocking.await(Blocking.onContext(vertx, () -> stages.deploy(options, access)));
  }

  /**
   * Starts everything and waits until every stage reads.
   *
   * @param bench a signal ends broker and database first, then this
   * @param cache of the database's programs
   */
  static BenchWorld start(BenchFolder bench, Path cache, Configs configs) throws Exception {
    DataFolder folder = DataFolder.open(bench.path());
    Infrastructure infrastructure = Infrastructure.begin(folder, cache, configs, LOG::error);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> onSignal(infrastructure, folder, bench), "bench-stop"));
    try {
      var world = new BenchWorld(configs, folder, infrastructure);
      world.awaitReaders();
      return world;
    } catch (Exception e) {
      stop(infrastructure);
      folder.close();
      throw e;
    }
  }

  private void awaitReaders() throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!runtime().running().stream().allMatch(it -> isIn(it, StageHealth.State.RUNNING))) {
      requireHealth();
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("the stages do not read within " + READY_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static boolean isIn(StageRuntime.Running stage, StageHealth.State state) {
    return stage.health().get().state() == state;
  }

  /**
   * @throws IllegalStateException naming a stage that stopped
   */
  void requireHealth() {
    for (StageRuntime.Running stage : runtime().running()) {
      if (isIn(stage, StageHealth.State.FAILED)) {
        throw new IllegalStateException(
            "stage " + stage.stage() + " stopped: " + stage.health().get().detail());
      }
    }
  }

  Vertx vertx() {
    return vertx;
  }

  StageRuntime runtime() {
    return stages.runtime();
  }

  Infrastructure.Endpoints endpoints() {
    return endpoints;
  }

  String token() {
    return token;
  }

  int httpPort() {
    return httpPort;
  }

  /** Flows that each of these readers has handled, at least; control records count too. */
  long handledByAll(List<String> readers) {
    return readers.stream()
        .map(runtime()::metrics)
        .mapToLong(StageMetrics::handled)
        .min()
        .orElse(0);
  }

  /** The database server's process. */
  long databaseProcess() throws IOException {
    List<String> lines = PostmasterFile.of(folder.file("postgres")).lines();
    if (lines.isEmpty()) {
      throw new IllegalStateException("the database server is gone");
    }
    return Long.parseLong(lines.getFirst().trim());
  }

  /** A generator as {@code simulate} is one, with a producer and connections of its own. Ends with {@link Generator#close}. */
  Generator generator(FeedVerticle.Feed feed, Acknowledgements told) throws Exception {
    Pool pool = DatabasePool.open(vertx, endpoints.database(), CONNECTIONS);
    var own = new StageRuntime(
        endpoints.bootstrap(), configs.stage(), Map.of(), pool, new SimpleMeterRegistry());
    var verticle = new FeedVerticle(
        new SiteStore(pool),
        own.writer(told),
        own.partitioner(),
        new ActiveModelsFile(folder.file("models")),
        configs.ingest(),
        Clock.systemUTC(),
        feed);
    var options = new DeploymentOptions()
        .setThreadingModel(ThreadingModel.WORKER)
        .setWorkerPoolName("generator")
        .setWorkerPoolSize(1);
    String id =
        Blocking.await(Blocking.onContext(vertx, () -> vertx.deployVerticle(verticle, options)));
    return new Generator(pool, own, verticle, id);
  }

  /** What publishes. */
  final class Generator implements AutoCloseable {
    private final Pool pool;
    private final StageRuntime own;
    private final FeedVerticle verticle;
    private final String id;

    private Generator(Pool pool, StageRuntime own, FeedVerticle verticle, String id) {
      this.pool = pool;
      this.own = own;
      this.verticle = verticle;
      this.id = id;
    }

    /** Flows published, when all is acknowledged. */
    Future<Long> done() {
      return verticle.done();
    }

    @Override
    public void close() {
      end(vertx.undeploy(id));
      own.close();
      end(pool.close());
    }
  }

  /** Stages, then Vert.x, then broker and database. A second call does nothing. */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      end(Blocking.onContext(vertx, stages::undeploy));
      end(vertx.close());
    } finally {
      stop(infrastructure);
      folder.close();
    }
  }

  private static void end(Future<?> ended) {
    var _ = ended.toCompletionStage().toCompletableFuture().join();
  }

  /** The database server lives in a session of its own: nobody else would end it. */
  private static void onSignal(
      Infrastructure infrastructure, DataFolder folder, BenchFolder bench) {
    stop(infrastructure);
    try {
      EmbeddedDatabase.stopLeftOver(folder); // it was still starting, and no next start cleans up
      bench.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", bench.path(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Infrastructure infrastructure) {
    try {
      infrastructure.close(BROKER_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
