package io.fedics.app.infrastructure;

import io.fedics.app.config.ClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Who listens where other processes of the cluster may be. Asked while this process itself does not listen. */
final class Neighbours {
  private Neighbours() {}

  /**
   * Those of {@code cluster.members} that take a connection, as {@code host:port}; blocks.
   *
   * @param patienceMillis with each that does not answer
   */
  static List<String> of(ClusterConfig cluster, int patienceMillis) {
    List<String> heard = new ArrayList<>();
    for (String member : cluster.members()) {
      int colon = member.lastIndexOf(':');
      if (colon > 0 && member.substring(colon + 1).matches("[0-9]{1,5}")) {
        int port = Integer.parseInt(member, colon + 1, member.length(), 10);
        add(heard, member.substring(0, colon), port, patienceMillis);
        continue;
      }
      for (int port = cluster.port(); port < cluster.port() + ClusterConfig.PORTS; port++) {
        add(heard, member, port, patienceMillis);
      }
    }
    return heard;
  }

  private static void add(List<String> heard, String host, int port, int patienceMillis) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), patienceMillis);
      heard.add(host + ":" + port);
    } catch (IOException | IllegalArgumentException e) {
      // nobody there
    }
  }
}
