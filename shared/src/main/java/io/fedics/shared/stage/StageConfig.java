package io.fedics.shared.stage;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.List;

/**
 * How every stage reads, writes and saves.
 *
 * @param partitions of every topic keyed by host; divides 64; cannot change once topics exist
 * @param compression of what is written to the broker, as Kafka calls it
 * @param saveEvery longest time between two saves of state; a kill costs this much re-reading
 * @param maxPollRecords most records of one batch; large batches are what makes it fast
 * @param ahead most event time a stage may be past the slowest partition of the next one; bounds what waits in memory
 * @param sessionTimeout after which the group gives a dead process's partitions to others
 */
public record StageConfig(
    int partitions,
    String compression,
    Duration saveEvery,
    int maxPollRecords,
    Duration ahead,
    Duration sessionTimeout) {

  /** As Kafka calls them. */
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  public StageConfig {
    if (!COMPRESSIONS.contains(compression)) {
      throw new UsageException("kafka.compression: " + compression + " (expected: one of "
          + String.join(", ", COMPRESSIONS) + ")");
    }
    require("stage.save-every", saveEvery);
    require("stage.ahead", ahead);
    require("stage.session-timeout", sessionTimeout);
    if (maxPollRecords < 1 || maxPollRecords > 100_000) {
      throw new UsageException(
          "stage.max-poll-records: " + maxPollRecords + " (expected: 1 to 100000)");
    }
    if (partitions < 1 || partitions > 64 || 64 % partitions != 0) {
      throw new UsageException(
          "kafka.partitions: " + partitions + " (expected: 1, 2, 4, 8, 16, 32 or 64)");
    }
  }

  private static void require(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new UsageException(key + ": " + value + " (expected: more than nothing)");
    }
  }

  public static StageConfig from(Settings settings) {
    return new StageConfig(
        settings.count("kafka.partitions", 4),
        settings.text("kafka.compression", "none"),
        settings.duration("stage.save-every", Duration.ofSeconds(10)),
        settings.count("stage.max-poll-records", 4_000),
        settings.duration("stage.ahead", Duration.ofMinutes(10)),
        settings.duration("stage.session-timeout", Duration.ofSeconds(3)));
  }
}
