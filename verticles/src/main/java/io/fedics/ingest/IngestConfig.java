package io.fedics.ingest;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;

/**
 * How flows come in.
 *
 * @param lateness how long a live second waits for its flows before it is passed
 * @param chunk most flows that are sent before their acknowledgement is awaited
 * @param acknowledgeTimeout longest wait for broker or database before a command gives up
 */
public record IngestConfig(Duration lateness, int chunk, Duration acknowledgeTimeout) {

  public IngestConfig {
    if (lateness.isNegative()) {
      throw new UsageException("ingest.lateness: " + lateness + " (expected: 0 or more)");
    }
    if (chunk < 1 || chunk > 100_000) {
      throw new UsageException("ingest.chunk: " + chunk + " (expected: 1 to 100000)");
    }
    if (acknowledgeTimeout.isNegative() || acknowledgeTimeout.isZero()) {
      throw new UsageException(
          "ingest.acknowledge-timeout: " + acknowledgeTimeout + " (expected: more than nothing)");
    }
  }

  public static IngestConfig from(Settings settings) {
    return new IngestConfig(
        settings.duration("ingest.lateness", Duration.ofSeconds(1)),
        settings.count("ingest.chunk", 5_000),
        settings.duration("ingest.acknowledge-timeout", Duration.ofSeconds(60)));
  }
}
