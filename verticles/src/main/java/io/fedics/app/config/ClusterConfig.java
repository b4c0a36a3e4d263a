package io.fedics.app.config;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.Arrays;
import java.util.List;

/**
 * Where the processes of {@code up --cluster} meet. What they tell each other is neither encrypted nor signed: it belongs
 * on loopback, or on a network that the broker is trusted with.
 *
 * @param name only processes with the same name meet; not empty
 * @param host address of this process that the others reach
 * @param port the first of {@value #PORTS} that are tried; 1 to 65,520
 * @param members where others may be, {@code host} or {@code host:port}; one that answers is enough
 */
public record ClusterConfig(String name, String host, int port, List<String> members) {
  /** So many processes on one machine need no port of their own in the settings. */
  public static final int PORTS = 16;

  private static final int LAST = 65_536 - PORTS;

  public ClusterConfig {
    members = List.copyOf(members);
    if (name.isEmpty()) {
      throw new UsageException("cluster.name: empty (expected: a name)");
    }
    if (host.isEmpty() || host.equals("0.0.0.0")) {
      throw new UsageException(
          "cluster.host: " + host + " (expected: the address that the others reach)");
    }
    if (port < 1 || port > LAST) {
      throw new UsageException("cluster.port: " + port + " (expected: 1 to " + LAST + ")");
    }
    if (members.isEmpty()) {
      throw new UsageException("cluster.members: none (expected: HOST or HOST:PORT, …)");
    }
  }

  public static ClusterConfig from(Settings settings) {
    return new ClusterConfig(
        settings.text("cluster.name", "fedics"),
        settings.text("cluster.host", "127.0.0.1"),
        settings.count("cluster.port", 15_701),
        Arrays.stream(settings.text("cluster.members", "127.0.0.1").split(",", -1))
            .map(String::trim)
            .filter(member -> !member.isEmpty())
            .toList());
  }
}
