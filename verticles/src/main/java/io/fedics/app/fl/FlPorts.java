package io.fedics.app.fl;

import io.fedics.fl.grpc.ServerConfig;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Ports of a federated server, asked for before it makes anything. */
final class FlPorts {
  private FlPorts() {}

  /**
   * Both at once, so that they are not the same. Somebody else may still take one before it is listened on, and
   * who connects in this moment is reset.
   *
   * @param metrics null for none
   * @throws UsageException when one is no port or is not free
   */
  static void requireFree(ServerConfig config, @Nullable Integer metrics) throws IOException {
    try (var sites = new ServerSocket();
        var counters = new ServerSocket()) {
      bind(sites, config.host(), config.port(), "--listen: " + config.host() + ":" + config.port());
      if (metrics != null) {
        bind(counters, FlMetricsPage.HOST, metrics, "--metrics-port: " + metrics);
      }
    }
  }

  private static void bind(ServerSocket socket, String host, int port, String option) {
    try {
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw taken(option, e);
    }
  }

  static UsageException taken(String option, Throwable cause) {
    return new UsageException(option + " (expected: a free port of this machine)", cause);
  }
}
