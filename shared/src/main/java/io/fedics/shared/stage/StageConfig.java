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
 * @param groupPrefix what the names of the readers' consumer groups begin with; the same in all processes that share work
 * @param maxPollRecords most records of one batch; large batches are what makes it fast
 * @param storeEvery how long rows gather before they are stored, unless a batch is large; 0 to 10 s
 * @param ahead most event time a stage may be past the slowest partition of the next one; bounds what waits in memory
 * @param sessionTimeout after which the group gives a dead process's partitions to others
 */
public record StageConfig(
    int partitions,
    String compression,
    String groupPrefix,
    Duration saveEvery,
    int maxPollRecords,
    Duration storeEvery,
    Duration ahead,
    Duration sessionTimeout) {

  /** As Kafka calls them. */
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  /** A reader that waits longer holds up every rebalance of its group. */
  private static final Duration LONGEST_STORE_EVERY = Duration.ofSeconds(10);

  public StageConfig {
    if (!COMPRESSIONS.contains(compression)) {
      throw new UsageException("kafka.compression: " + compression + " (expected: one of "
          + String.join(", ", COMPRESSIONS) + ")");
    }
    if (!groupPrefix.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new UsageException("kafka.group-prefix: " + groupPrefix
          + " (expected: 1 to 100 of A-Z, a-z, 0-9, ., _ and -)");
    }
    if (storeEvery.isNegative() || storeEvery.compareTo(LONGEST_STORE_EVERY) > 0) {
      throw new UsageException("stage.store-every: " + storeEvery + " (expected: 0s to 10s)");
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

  /** The consumer group of a stage's readers. */
  String group(String stage) {
    return groupPrefix + '-' + stage;
  }

  public static StageConfig from(Settings settings) {
    return new StageConfig(
        settings.count("kafka.partitions", 4),
        settings.text("kafka.compression", "none"),
        settings.text("kafka.group-prefix", "fedics"),
        settings.duration("stage.save-every", Duration.ofSeconds(10)),
        settings.count("stage.max-poll-records", 4_000),
        settings.duration("stage.store-every", Duration.ofMillis(100)),
        settings.duration("stage.ahead", Duration.ofMinutes(10)),
        settings.duration("stage.session-timeout", Duration.ofSeconds(3)));
  }
}
