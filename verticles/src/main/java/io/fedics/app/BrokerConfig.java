package io.fedics.app;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;

/**
 * The broker.
 *
 * @param bootstrapServers of an external broker, {@code host:port,…}; empty for the embedded one
 * @param port of the embedded broker on loopback; 0 for the one of the data folder
 * @param retention how long the embedded broker keeps records after their arrival; positive
 * @param retentionBytes most bytes the embedded broker keeps per partition; at least 64 MB, or -1 for no limit
 */
record BrokerConfig(String bootstrapServers, int port, Duration retention, long retentionBytes) {
  private static final long LEAST_BYTES = 64L << 20;

  BrokerConfig {
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

  boolean isEmbedded() {
    return bootstrapServers.isEmpty();
  }
}
