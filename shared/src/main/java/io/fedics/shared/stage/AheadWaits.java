package io.fedics.shared.stage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long a partition that is ahead of the next stages waits for them: it reads a batch every {@value #PATIENCE_SECONDS} s
 * all the same. All sites of a partition wait when one is ahead, and that one may be waiting for what is behind it. So the
 * bound on memory is a slow leak at worst, and nobody waits for each other for ever. Not thread-safe.
 */
final class AheadWaits {
  static final int PATIENCE_SECONDS = 20;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);

  private final Map<Integer, Long> since = new HashMap<>();

  /**
   * Whether a partition reads nothing this time.
   *
   * @param now {@link System#nanoTime}
   */
  boolean waits(int partition, boolean ahead, long now) {
    if (!ahead) {
      since.remove(partition);
      return false;
    }
    long began = since.computeIfAbsent(partition, _ -> now);
    if (now - began < PATIENCE_NANOS) {
      return true;
    }
    since.put(partition, now);
    return false;
  }
}
