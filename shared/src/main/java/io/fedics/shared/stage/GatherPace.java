package io.fedics.shared.stage;

import java.time.Duration;

/**
 * How long a reader rests before it polls, so that records gather: each batch costs the broker and the database
 * something. Nobody rests while many wait. Not thread-safe.
 */
final class GatherPace {
  private static final int MANY_RECORDS = 800;

  private final long many;
  private long lastPoll;

  /**
   * @param maxPollRecords most records of a batch
   * @param now {@link System#nanoTime}
   */
  GatherPace(int maxPollRecords, long now) {
    this.many = Math.min(MANY_RECORDS, maxPollRecords);
    this.lastPoll = now;
  }

  /**
   * Until the next poll, which is taken to be then.
   *
   * @param every from one poll to the next
   * @param records of the last batch and those known to wait behind it: of one partition a fetch brings some hundreds,
   *     however many wait
   * @param now {@link System#nanoTime}
   */
  Duration rest(Duration every, long records, long now) {
    long due = records >= many ? now : Math.max(now, lastPoll + every.toNanos());
    lastPoll = due;
    return Duration.ofNanos(due - now);
  }
}
