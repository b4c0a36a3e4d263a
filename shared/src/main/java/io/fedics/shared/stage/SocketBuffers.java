package io.fedics.shared.stage;

import java.util.Map;

/**
 * Buffers of the sockets to the broker, as large as the system finds they have to be. Kafka's own 64 KB are less than one answer:
 * Linux threw segments away, and sent each again after 200 ms.
 */
final class SocketBuffers {
  static final Map<String, String> SETTINGS =
      Map.of("receive.buffer.bytes", "-1", "send.buffer.bytes", "-1");

  private SocketBuffers() {}
}
