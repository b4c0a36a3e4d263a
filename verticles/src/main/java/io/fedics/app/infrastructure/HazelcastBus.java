package io.fedics.app.infrastructure;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.fedics.app.config.ClusterConfig;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/** What lets the event buses of several processes find each other: Hazelcast, kept small, without a search of the network. */
public final class HazelcastBus {
  /** Few: it keeps nothing but who listens where. */
  private static final String PARTITIONS = "31";

  /** A process that was not let in by then does not start; on a busy machine it takes seconds. Alone, nobody is waited for. */
  private static final String JOIN_SECONDS = "30";

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

  private HazelcastBus() {}

  public static ClusterManager at(ClusterConfig cluster) {
    return new HazelcastClusterManager(config(cluster));
  }

  static Config config(ClusterConfig cluster) {
    System.setProperty("hazelcast.logging.type", "slf4j"); // it speaks before it reads its settings
    var config = new Config().setClusterName(cluster.name());
    // Where Vert.x keeps who listens to which address.
    config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
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
