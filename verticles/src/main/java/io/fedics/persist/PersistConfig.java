package io.fedics.persist;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;

/**
 * @param retention how long rows are kept, counted from when they were stored; at least an hour
 * @param maxBytes most disk the event tables may use, in bytes; 0 means no limit
 * @param pruneEvery time between two looks at age, size and coming weeks
 */
public record PersistConfig(Duration retention, long maxBytes, Duration pruneEvery) {

  public PersistConfig {
    if (retention.compareTo(Duration.ofHours(1)) < 0) {
      throw new UsageException("persist.retention: " + retention + " (expected: 1h or more)");
    }
    if (maxBytes < 0) {
      throw new UsageException("persist.max-bytes: " + maxBytes + " (expected: 0 or more)");
    }
    if (pruneEvery.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new UsageException("persist.prune-every: " + pruneEvery + " (expected: 1s or more)");
    }
  }

  public static PersistConfig from(Settings settings) {
    return new PersistConfig(
        settings.duration("persist.retention", Duration.ofDays(30)),
        settings.whole("persist.max-bytes", 20_000_000_000L),
        settings.duration("persist.prune-every", Duration.ofMinutes(10)));
  }
}
