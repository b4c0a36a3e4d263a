package io.fedics.app.infrastructure;

import io.fedics.app.config.BrokerConfig;
import io.fedics.app.config.Configs;
import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.config.DatabaseConfig;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.KeptPorts;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker and the database of this process, embedded or external, started side by side. */
public final class Infrastructure {
  private static final Logger LOG = LoggerFactory.getLogger(Infrastructure.class);
  private static final long STOP_SECONDS = 2;
  private static final String NO_CONNECTION = "08"; // class of SQL states

  /**
   * Where they are.
   *
   * @param topicIds the broker's own id of every topic
   */
  public record Endpoints(
      String bootstrap, Map<Topic, String> topicIds, DatabaseAddress database) {}

  private record Broker(String bootstrap, Map<Topic, String> topicIds) {}

  /** One of the two: where it is, and how it ends. */
  private record Running<T>(T where, AutoCloseable end) {}

  private final Future<Running<Broker>> broker;
  private final Future<Running<DatabaseAddress>> database;

  private Infrastructure(
      Future<Running<Broker>> broker, Future<Running<DatabaseAddress>> database) {
    this.broker = broker;
    this.database = database;
  }

  /**
   * Begins to start both and returns at once. Ports are chosen here, so a taken one is told before anything runs.
   *
   * @param cache folder for programs that need not be unpacked twice
   * @param onTaken told in a sentence when the embedded database is gone and its port is another's: clients must end
   */
  public static Infrastructure begin(
      DataFolder folder, Path cache, Configs configs, Consumer<String> onTaken)
      throws IOException, InterruptedException {
    var kept = KeptPorts.of(folder.file("ports"));
    return new Infrastructure(
        inBackground("broker-start", startOfBroker(folder, configs, kept)),
        inBackground(
            "database-start", startOfDatabase(folder, cache, configs.database(), kept, onTaken)));
  }

  private static Callable<Running<Broker>> startOfBroker(
      DataFolder folder, Configs configs, KeptPorts kept) throws IOException {
    BrokerConfig config = configs.broker();
    if (!config.isEmbedded()) {
      return () -> new Running<>(brokerAt(config.bootstrapServers(), configs), () -> {});
    }
    int port = kept.choose("kafka", "kafka.port", config.port());
    int controllerPort = kept.choose("kafka-controller", "kafka.port", 0);
    return () -> {
      EmbeddedKafka kafka = EmbeddedKafka.start(folder.file("kafka"), port, controllerPort, config);
      return new Running<>(twice(() -> brokerAt(kafka.bootstrap(), configs)), kafka);
    };
  }

  private static Broker brokerAt(String bootstrap, Configs configs) throws InterruptedException {
    return new Broker(
        bootstrap, Topics.ensure(bootstrap, configs.stage().partitions(), configs.topics()));
  }

  private static Callable<Running<DatabaseAddress>> startOfDatabase(
      DataFolder folder,
      Path cache,
      DatabaseConfig config,
      KeptPorts kept,
      Consumer<String> onTaken)
      throws IOException, InterruptedException {
    if (config.external().isPresent()) {
      DatabaseAddress address = config.external().get();
      return () -> {
        Migrations.run(address);
        return new Running<>(address, () -> {});
      };
    }
    EmbeddedDatabase.stopLeftOver(folder); // it may hold the kept port
    int port = kept.choose("postgres", "database.port", config.port());
    return () -> twice(() -> ownDatabase(folder, cache, port, onTaken));
  }

  private static Running<DatabaseAddress> ownDatabase(
      DataFolder folder, Path cache, int port, Consumer<String> onTaken)
      throws IOException, InterruptedException {
    EmbeddedDatabase database =
        EmbeddedDatabase.start(folder, PostgresBinaries.unpacked(cache), port, onTaken);
    try {
      Migrations.run(database.address());
    } catch (RuntimeException e) {
      database.close(); // it would live on
      throw e;
    }
    return new Running<>(database.address(), database);
  }

  /**
   * For what this machine runs itself: when it is suspended in the middle of a start, all time limits pass at once, so
   * one that passed is no proof that nothing answers. Twice in a row it is.
   */
  static <T> T twice(Callable<T> start) throws Exception {
    try {
      return start.call();
    } catch (UsageException | IOException e) {
      if (!isSilence(e)) {
        throw e;
      }
      LOG.info("asked once more, after: {}", e.getMessage());
      return start.call();
    }
  }

  /** Whether it is for want of an answer, or of a connection. */
  private static boolean isSilence(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof RetriableException
          || each instanceof SQLException sql
              && String.valueOf(sql.getSQLState()).startsWith(NO_CONNECTION)) {
        return true;
      }
    }
    return false;
  }

  private static <T> Future<T> inBackground(String name, Callable<T> start) {
    var task = new FutureTask<>(start);
    Thread.ofPlatform().name(name).daemon().start(task);
    return task;
  }

  /** Blocks until both answer, topics and tables included. */
  public Endpoints await() throws Exception {
    return new Endpoints(
        resultOf(broker).bootstrap(), resultOf(broker).topicIds(), resultOf(database));
  }

  /** Blocks until neither is being started any more, whatever came of it: only then can both be stopped. */
  public void settle() throws InterruptedException {
    for (Future<?> start : List.of(broker, database)) {
      try {
        start.get();
      } catch (ExecutionException e) {
        LOG.debug("did not start", e);
      }
    }
  }

  private static <T> T resultOf(Future<Running<T>> start) throws Exception {
    try {
      return start.get().where();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UsageException mistake) {
        throw mistake;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Both at once: who writes to them stopped before. Blocks at most 5 s; the broker may still be writing then. */
  public void close() throws InterruptedException {
    close(Duration.ofSeconds(STOP_SECONDS));
  }

  /**
   * The same for who needs the broker's folder behind it.
   *
   * @param patience with the broker, once the database has stopped
   */
  public void close(Duration patience) throws InterruptedException {
    Thread ofBroker = Thread.ofPlatform().name("broker-stop").start(() -> close("broker", broker));
    close("database", database);
    ofBroker.join(patience);
  }

  private static <T> void close(String name, Future<Running<T>> start) {
    try {
      start.get(STOP_SECONDS, TimeUnit.SECONDS).end().close();
    } catch (ExecutionException e) {
      LOG.debug("the {} did not start, nothing to stop", name);
    } catch (TimeoutException e) {
      LOG.warn("the {} is still starting; the next start cleans up", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("the {} did not stop in order: {}", name, e.toString());
    }
  }
}
