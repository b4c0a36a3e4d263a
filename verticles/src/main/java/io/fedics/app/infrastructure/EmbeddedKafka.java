package io.fedics.app.infrastructure;

import io.fedics.app.config.BrokerConfig;
import io.fedics.app.folder.OwnerOnly;
import io.fedics.shared.error.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker in this process: KRaft, loopback only, no replication. */
final class EmbeddedKafka implements AutoCloseable {
  private static final String CONTROLLER = "CONTROLLER";
  private static final int LARGEST_MESSAGE_BYTES = 16 << 20;

  private final KafkaRaftServer server;
  private final String bootstrap;

  private EmbeddedKafka(KafkaRaftServer server, String bootstrap) {
    this.server = server;
    this.bootstrap = bootstrap;
  }

  /**
   * Starts the broker of a folder; formats it on the first call. Takes 2 to 5 s.
   *
   * @param port free port on loopback for clients
   * @param controllerPort another one, for the broker itself
   * @param config retention
   */
  static EmbeddedKafka start(Path folder, int port, int controllerPort, BrokerConfig config)
      throws IOException {
    OwnerOnly.createFolders(folder);
    if (!Files.exists(folder.resolve("meta.properties"))) {
      format(folder);
    }
    var settings = new Properties();
    settings.putAll(addresses(folder, port, controllerPort));
    settings.putAll(sizes(config));
    return new EmbeddedKafka(started(folder, settings), "127.0.0.1:" + port);
  }

  private static KafkaRaftServer started(Path folder, Properties settings) {
    try {
      var server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      server.startup();
      return server;
    } catch (RuntimeException e) { // the broker's own, whatever is wrong with its files
      throw new UsageException("the broker in " + folder + " does not start: " + e.getMessage(), e);
    }
  }

  private static void format(Path folder) throws IOException {
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(folder.toString()))
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName(CONTROLLER)
          .setIgnoreFormatted(true)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (FormatterException e) {
      throw new IOException("cannot prepare the broker's folder " + folder, e);
    } catch (Exception e) {
      throw new IOException(
          "cannot prepare the broker's folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> addresses(Path folder, int port, int controllerPort) {
    String listener = "PLAINTEXT://127.0.0.1:" + port;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        "1",
        "controller.quorum.voters",
        "1@127.0.0.1:" + controllerPort,
        "listeners",
        listener + "," + CONTROLLER + "://127.0.0.1:" + controllerPort,
        "advertised.listeners",
        listener,
        "controller.listener.names",
        CONTROLLER,
        "inter.broker.listener.name",
        "PLAINTEXT",
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
        "log.dirs",
        folder.toString());
  }

  private static Map<String, String> sizes(BrokerConfig config) {
    return Map.ofEntries(
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "4"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "4"),
        Map.entry("min.insync.replicas", "1"),
        Map.entry("default.replication.factor", "1"),
        // A lone member need not wait for others; a killed one is given up after its readers' 3 s.
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("group.min.session.timeout.ms", "1000"),
        // After a kill the next start waits this long for the old session. Shorter ones end in a
        // pause of the collector.
        Map.entry("broker.session.timeout.ms", "6000"),
        // As large as the system finds they have to be: with Kafka's 100 KB it loses segments.
        Map.entry("socket.receive.buffer.bytes", "-1"),
        Map.entry("socket.send.buffer.bytes", "-1"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"),
        Map.entry("log.cleaner.dedupe.buffer.size", "2097152"), // it is on the heap from the start
        Map.entry("log.index.size.max.bytes", "2097152"),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("message.max.bytes", Integer.toString(LARGEST_MESSAGE_BYTES)),
        // By arrival: a capture of 2017 must not be deleted for its age.
        Map.entry("log.message.timestamp.type", "LogAppendTime"),
        Map.entry("log.retention.ms", Long.toString(config.retention().toMillis())),
        Map.entry("log.retention.bytes", Long.toString(config.retentionBytes())),
        Map.entry("log.segment.bytes", Integer.toString(64 << 20)));
  }

  String bootstrap() {
    return bootstrap;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
