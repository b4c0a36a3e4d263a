package io.fedics.app.feed;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.cli.Blocking;
import io.fedics.app.config.BrokerConfig;
import io.fedics.app.config.Configs;
import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.RunFile;
import io.fedics.app.infrastructure.DatabasePool;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final long LOOK_MILLIS = 1_000;
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

  /**
   * @throws UsageException when neither the settings nor a running instance say it
   */
  private Addresses addresses() throws IOException {
    return find().orElseThrow(this::nothingRuns);
  }

  private Optional<Addresses> find() throws IOException {
    String bootstrap = configs.broker().bootstrapServers();
    DatabaseAddress database = configs.database().external().orElse(null);
    if (!configs.broker().isEmbedded() && database != null) {
      return Optional.of(new Addresses(bootstrap, database));
    }
    RunFile run = RunFile.find(folder).orElse(null);
    if (run == null) {
      return Optional.empty();
    }
    return Optional.of(new Addresses(
        configs.broker().isEmbedded() ? run.kafka() : bootstrap,
        database == null ? run.embeddedDatabase(folder) : database));
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

  /**
   * One question to the sites' table.
   *
   * @throws UsageException when it does not answer
   */
  <T> T ask(Function<SiteStore, Future<T>> question) throws Exception {
    DatabaseAddress address = addresses().database();
    Pool pool = DatabasePool.open(vertx, address, CONNECTIONS);
    try {
      return Blocking.await(Blocking.onContext(vertx, () -> question.apply(new SiteStore(pool))));
    } catch (StageException e) {
      if (!(e.failure() instanceof StageFailure.Unavailable)) {
        throw e;
      }
      throw new UsageException(
          e.getMessage() + " (expected: one that answers at " + address.publicUrl() + ")", e);
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
    Addresses where =
        addresses(); // a first failure is the user's mistake, later ones are waited out
    var outage = new Outage();
    while (true) {
      try {
        return publishOnce(outage.endingWith(feed.get()), where);
      } catch (StageException e) {
        if (!(e.failure() instanceof StageFailure.Unavailable)) {
          throw e;
        }
        LOG.warn("{}; waiting up to {} s for it to come back", e.getMessage(), PATIENCE_SECONDS);
        where = awaitInstance(e, outage.patientUntil());
      }
    }
  }

  /** Attempts that fail one after the other are one; what is acknowledged ends it. */
  private static final class Outage {
    private static final long NONE = Long.MIN_VALUE;

    private final AtomicLong until = new AtomicLong(NONE);

    Feed endingWith(Feed feed) {
      return new Feed(feed.origins(), feed.flows(), feed.pace(), published -> {
        until.set(NONE);
        feed.progress().published(published);
      });
    }

    /** By {@link System#nanoTime}. */
    long patientUntil() {
      until.compareAndSet(NONE, System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
      return until.get();
    }
  }

  private long publishOnce(Feed feed, Addresses where) throws Exception {
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

  /** Where it is when it came back; the next attempt tells whether it answers. */
  private Addresses awaitInstance(StageException cause, long until)
      throws IOException, InterruptedException {
    Optional<Addresses> back;
    do {
      if (System.nanoTime() - until > 0) {
        throw cause;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      back = find();
    } while (back.isEmpty());
    return back.get();
  }

  @Override
  public void close() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
