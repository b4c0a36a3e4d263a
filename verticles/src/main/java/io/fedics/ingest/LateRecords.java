package io.fedics.ingest;

import java.util.concurrent.TimeUnit;

/** How many records were late, to be told once a minute: nothing else shows that a sender's clock is behind. Not thread-safe. */
final class LateRecords {
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private long untold;
  private long toldAt;
  private boolean isTold;

  /**
   * @param late more of them
   * @param now {@link System#nanoTime}
   * @return how many are to be told of now; 0 for none, or not yet
   */
  long add(long late, long now) {
    untold += late;
    if (untold == 0 || (isTold && now - toldAt < EVERY_NANOS)) {
      return 0;
    }
    long all = untold;
    untold = 0;
    toldAt = now;
    isTold = true;
    return all;
  }
}
