package io.fedics.shared.stage;

import java.util.HashMap;
import java.util.Map;

/** What the settings of every reader and writer of the broker begin with. */
final class ClientSettings {
  /** As large as the system finds it has to be. */
  private static final String OF_THE_SYSTEM = "-1";

  private ClientSettings() {}

  /**
   * To be added to. Kafka's own buffers of 64 KB are less than one answer: Linux threw segments away, and sent each again after
   * 200 ms.
   */
  static Map<String, Object> of(String bootstrap) {
    return new HashMap<>(Map.of(
        "bootstrap.servers", bootstrap,
        "receive.buffer.bytes", OF_THE_SYSTEM,
        "send.buffer.bytes", OF_THE_SYSTEM));
  }
}
