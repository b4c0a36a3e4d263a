package io.fedics.app;

import io.fedics.ingest.FeedVerticle;
import io.fedics.ingest.FeedVerticle.Feed;
import io.fedics.ingest.SiteStore;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.stage.StageRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that publishes to an instance that runs elsewhere: {@code simulate} and {@code replay} are ingest instances.
 * When the instance goes away it is waited for, and the feed begins again; what is behind the site's mark is passed over.
 */
final class FeedRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedRun.class);
  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_MILLIS = 200;
  private static final int CONNECTIONS = 4;

  private final Path folder;
  private final Configs configs;
  private final Vertx vertx = Vertx.vertx();

  FeedRun(Path folder, Configs configs) {
    this.folder = folder;
    this.configs = configs;
  }

  /** Where broker and database are: the ones of the settings, else those of the running instance. */
  private record Addresses(String bootstrap, DatabaseAddress database) {}

  private Addresses addresses() throws IOException {
    String bootstrap = configs.broker().bootstrapServers();
    if (!configs.broker().isEmbedded() && configs.database().external().isPresent()) {
      return new Addresses(bootstrap, configs.database().external().get());
    }
    RunFile run = RunFile.find(folder).orElseThrow(this::nothingRuns);
    DatabaseAddress database = configs.database().external().orElse(null);
    if (database == null) {
      database = run.embeddedDatabase(folder);
    }
    return new Addresses(configs.broker().isEmbedded() ? run.kafka() : bootstrap, database);
  }

  private UsageException nothingRuns() {
    boolean hasBroker = !configs.broker().isEmbedded();
    boolean hasDatabase = configs.database().external().isPresent();
    if (hasBroker == hasDatabase) {
      return RunFile.absent(folder);
    }
    return new UsageException("%s: missing (expected: %s beside %s, or a fedics that runs on %s)"
        .formatted(
            hasBroker ? "DATABASE_URL" : "KAFKA_BOOTSTRAP_SERVERS",
            hasBroker ? "the database" : "the broker",
            hasBroker ? "KAFKA_BOOTSTRAP_SERVERS" : "DATABASE_URL",
            folder));
  }

  /** One question to the sites' table. */
  <T> T ask(Function<SiteStore, Future<T>> question) throws Exception {
    Pool pool = DatabasePool.open(vertx, addresses().database(), CONNECTIONS);
    try {
      return Blocking.await(Blocking.onContext(vertx, () -> question.apply(new SiteStore(pool))));
    } finally {
      Blocking.await(pool.close());
    }
  }

  /**
   * Publishes all of a feed; blocks.
   *
   * @param feed made anew for each attempt
   * @return flows acknowledged
   */
  long publish(Supplier<Feed> feed) throws Exception {
    addresses(); // a first failure is the user's mistake, later ones are waited out
    while (true) {
      try {
        return publishOnce(feed.get());
      } catch (StageException e) {
        if (!(e.failure() instanceof StageFailure.Unavailable)) {
          throw e;
        }
        LOG.warn("{}; waiting up to {} s for it to come back", e.getMessage(), PATIENCE_SECONDS);
        awaitInstance(e);
      }
    }
  }

  private long publishOnce(Feed feed) throws Exception {
    Addresses where = addresses();
    Pool pool = DatabasePool.open(vertx, where.database(), CONNECTIONS);
    try (var runtime = runtime(where, pool)) {
      var verticle = new FeedVerticle(
          new SiteStore(pool),
          runtime.writer(),
          runtime.partitioner(),
          new ActiveModelsFile(folder.resolve("models")),
          configs.ingest(),
          Clock.systemUTC(),
          feed);
      var options = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
      String id = Blocking.await(vertx.deployVerticle(verticle, options));
      try {
        return Blocking.await(verticle.done());
      } finally {
        Blocking.await(vertx.undeploy(id));
      }
    } finally {
      Blocking.await(pool.close());
    }
  }

  private StageRuntime runtime(Addresses where, Pool pool) {
    try {
      return new StageRuntime(
          where.bootstrap(), configs.stage(), Map.of(), pool, new SimpleMeterRegistry());
    } catch (KafkaException e) {
      throw BrokerConfig.unresolved(where.bootstrap(), e);
    }
  }

  private void awaitInstance(StageException cause) throws InterruptedException {
    boolean external =
        !configs.broker().isEmbedded() && configs.database().external().isPresent();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    do {
      if (System.nanoTime() > limit) {
        throw cause;
      }
      TimeUnit.MILLISECONDS.sleep(external ? 5 * LOOK_MILLIS : LOOK_MILLIS);
    } while (!external && RunFile.find(folder).isEmpty());
  }

  @Override
  public void close() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
