package io.fedics.app.infrastructure;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.multimap.MultiMap;
import io.fedics.app.config.ClusterConfig;
import io.fedics.shared.error.UsageException;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lets the event buses of several processes find each other: Hazelcast, kept small, without a search of the network.
 * One of these is this process among the others.
 */
public final class HazelcastBus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastBus.class);

  /** Where Vert.x keeps who listens to which address. */
  private static final String LISTENERS = "__vertx.subs";

  /** Under which name Vert.x looks for a process's own id. */
  private static final String NODE = "__vertx.nodeId";

  /** Few: it keeps nothing but who listens where. */
  private static final String PARTITIONS = "31";

  /** A process that was not let in by then does not start; on a busy machine it takes seconds. Alone, nobody is waited for. */
  private static final String JOIN_SECONDS = "30";

  /** Processes that start together get in each other's way: some are let in only when the others have met. */
  private static final int TRIES = 4;

  /** Before the next try, half of it to all of it: those that failed together do not try together. */
  private static final long PAUSE_MILLIS = 4_000;

  private static final int CONNECT_MILLIS = 300;

  /** A question that a neighbour does not answer fails; Hazelcast itself counts double before it gives up. */
  private static final String ANSWER_MILLIS = "10000";

  /** A neighbour that is just leaving or moving its share is asked again so often, most of them half a second apart. */
  private static final String ASKED_AGAIN = "30";

  private static final String SILENCE_SECONDS = "15";
  private static final String HEARTBEAT_SECONDS = "3";

  /** What exceptions of the neighbours consist of. */
  private static final String[] OF_EXCEPTIONS = {
    "java.io.IOException",
    "java.lang.Error",
    "java.lang.Exception",
    "java.lang.IllegalArgumentException",
    "java.lang.IllegalStateException",
    "java.lang.InterruptedException",
    "java.lang.NullPointerException",
    "java.lang.RuntimeException",
    "java.lang.StackTraceElement",
    "[Ljava.lang.StackTraceElement;",
    "java.lang.Throwable",
    "java.lang.UnsupportedOperationException",
    "java.util.ArrayList",
    "java.util.CollSer",
    "java.util.Collections$EmptyList",
    "java.util.concurrent.CancellationException",
    "java.util.concurrent.ExecutionException",
    "java.util.concurrent.TimeoutException"
  };

  private final HazelcastInstance instance;

  private HazelcastBus(HazelcastInstance instance) {
    this.instance = instance;
  }

  /**
   * Joins the others, or is the first; blocks, for some seconds as a rule.
   *
   * @throws UsageException when the address or the ports are none of this machine, or others are there and do not let
   *     it in
   */
  public static HazelcastBus join(ClusterConfig cluster) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return tried(cluster);
      } catch (RuntimeException e) { // some of Hazelcast's own have no other class
        List<String> heard = Neighbours.of(cluster, CONNECT_MILLIS);
        if (heard.isEmpty() || attempt == TRIES) {
          throw notMet(cluster, heard, e);
        }
        LOG.info("not let in by {} yet, trying again: {}", heard, firstLine(e));
        TimeUnit.MILLISECONDS.sleep(
            PAUSE_MILLIS / 2 + ThreadLocalRandom.current().nextLong(PAUSE_MILLIS / 2));
      }
    }
  }

  /** Whoever is let in may yet get no answers: then what Vert.x asks next would fail half way through the start. */
  private static HazelcastBus tried(ClusterConfig cluster) {
    HazelcastInstance instance = Hazelcast.newHazelcastInstance(config(cluster));
    try {
      MultiMap<Object, Object> listeners = instance.getMultiMap(LISTENERS);
      listeners.removeEntryListener(listeners.addEntryListener(new EntryAdapter<>(), false));
      listeners.size();
      return new HazelcastBus(instance);
    } catch (RuntimeException e) {
      instance.getLifecycleService().terminate();
      throw e;
    }
  }

  /**
   * The sentence for a start that ended because of the others.
   *
   * @param cause none when nothing came in time
   */
  public static UsageException notMet(ClusterConfig cluster, @Nullable Throwable cause) {
    return notMet(cluster, Neighbours.of(cluster, CONNECT_MILLIS), cause);
  }

  private static UsageException notMet(
      ClusterConfig cluster, List<String> heard, @Nullable Throwable cause) {
    String sentence =
        "--cluster: at %s, ports %d to %d: %s%s (expected: an address of this machine, a free port, and others that let it join)"
            .formatted(
                cluster.host(),
                cluster.port(),
                cluster.port() + ClusterConfig.PORTS - 1,
                heard.isEmpty() ? "" : "heard " + String.join(", ", heard) + ", not let in: ",
                cause == null ? "no answer in time" : firstLine(cause));
    return cause == null ? new UsageException(sentence) : new UsageException(sentence, cause);
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  /** Whether something failed for want of an answer of the others. */
  public static boolean isCauseOf(Throwable error) {
    return error instanceof HazelcastException
        || error.getCause() != null && isCauseOf(error.getCause());
  }

  /** For the event bus of this process; {@link #close} comes after Vert.x has closed. */
  public ClusterManager manager() {
    return new HazelcastClusterManager(instance);
  }

  /** Leaves the others. */
  @Override
  public void close() {
    instance.shutdown();
  }

  static Config config(ClusterConfig cluster) {
    System.setProperty("hazelcast.logging.type", "slf4j"); // it speaks before it reads its settings
    var config = new Config().setClusterName(cluster.name());
    config.getMemberAttributeConfig().setAttribute(NODE, UUID.randomUUID().toString());
    config.addMultiMapConfig(new MultiMapConfig(LISTENERS)
        .setBackupCount(1)
        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.getMetricsConfig().setEnabled(false);
    config.getSerializationConfig().setJavaSerializationFilterConfig(onlyOwnClasses());
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false") // else it listens on every interface
        .setProperty("hazelcast.shutdownhook.enabled", "false") // the stages stop first
        .setProperty("hazelcast.graceful.shutdown.max.wait", "1")
        .setProperty("hazelcast.max.join.seconds", JOIN_SECONDS)
        .setProperty("hazelcast.operation.call.timeout.millis", ANSWER_MILLIS)
        .setProperty("hazelcast.invocation.max.retry.count", ASKED_AGAIN)
        .setProperty("hazelcast.max.no.heartbeat.seconds", SILENCE_SECONDS)
        .setProperty("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS)
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.tcp.join.port.try.count", Integer.toString(ClusterConfig.PORTS))
        .setProperty("hazelcast.partition.count", PARTITIONS)
        .setProperty("hazelcast.operation.thread.count", "2")
        .setProperty("hazelcast.operation.generic.thread.count", "2")
        .setProperty("hazelcast.event.thread.count", "1")
        .setProperty("hazelcast.io.thread.count", "1");
    listen(config.getNetworkConfig(), cluster);
    return config;
  }

  private static void listen(NetworkConfig network, ClusterConfig cluster) {
    network
        .setPort(cluster.port())
        .setPortAutoIncrement(true)
        .setPortCount(ClusterConfig.PORTS)
        .setPublicAddress(cluster.host());
    network.getInterfaces().setEnabled(true).addInterface(cluster.host());
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
  }

  /**
   * A neighbour must not make objects of other classes here. Its refusals are exceptions ("the partition is moving, ask
   * again"): one that cannot be read would leave whoever asked waiting for two minutes.
   */
  private static JavaSerializationFilterConfig onlyOwnClasses() {
    var filter = new JavaSerializationFilterConfig().setDefaultsDisabled(true);
    filter.getWhitelist().addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.");
    filter.getWhitelist().addClasses(OF_EXCEPTIONS);
    return filter;
  }
}
