package io.fedics.app.config;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * The broker.
 *
 * @param bootstrapServers of an external broker, {@code host:port,…}; empty for the embedded one
 * @param port of the embedded broker on loopback; 0 for the one of the data folder
 * @param retention how long the embedded broker keeps records after their arrival; positive
 * @param retentionBytes most bytes the embedded broker keeps per partition; at least 64 MB, or -1 for no limit
 */
public record BrokerConfig(
    String bootstrapServers, int port, Duration retention, long retentionBytes) {
  private static final long LEAST_BYTES = 64L << 20;
  /** As Kafka's clients take it: perhaps with the name of a protocol, a host or an address, a port. */
  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Z_]+://)?(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):([0-9]{1,5})");

  private static final int LAST_PORT = 65_535;

  public BrokerConfig {
    for (String server :
        bootstrapServers.isEmpty() ? new String[0] : bootstrapServers.split(",", -1)) {
      if (!isServer(server.trim())) {
        throw new UsageException("kafka.bootstrap-servers: " + bootstrapServers
            + " (expected: HOST:PORT, or several with commas)");
      }
    }
    if (retention.isNegative() || retention.isZero()) {
      throw new UsageException(
          "kafka.retention: " + retention + " (expected: a positive duration)");
    }
    if (retentionBytes != -1 && retentionBytes < LEAST_BYTES) {
      throw new UsageException("kafka.retention-bytes: " + retentionBytes
          + " (expected: -1 or at least " + LEAST_BYTES + ")");
    }
  }

  static BrokerConfig from(Settings settings) {
    return new BrokerConfig(
        settings.text("kafka.bootstrap-servers", ""),
        settings.count("kafka.port", 0),
        settings.duration("kafka.retention", Duration.ofDays(7)),
        settings.whole("kafka.retention-bytes", 1L << 30));
  }

  private static boolean isServer(String text) {
    Matcher matcher = SERVER.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    int port = Integer.parseInt(matcher.group(1));
    return port > 0 && port <= LAST_PORT;
  }

  /**
   * What a client of the broker says when it is made: its hosts have no address.
   *
   * @param failure returned as it is when it says something else
   */
  public static RuntimeException unresolved(String bootstrapServers, KafkaException failure) {
    if (!(failure.getCause() instanceof ConfigException)) {
      return failure;
    }
    return new UsageException(
        "kafka.bootstrap-servers: " + bootstrapServers
            + " cannot be resolved (expected: a host that this machine can find)",
        failure);
  }

  public boolean isEmbedded() {
    return bootstrapServers.isEmpty();
  }
}
