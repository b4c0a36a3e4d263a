package io.fedics.shared.stage;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Stream;

/**
 * Which partitions are saved now: one after the other, each once in the longest time between two saves, so that no save
 * holds up the records of all of them. Not thread-safe.
 */
final class SaveTurns {
  private final long everyNanos;
  private long lastTurn;
  private int latest = -1;

  /**
   * @param every longest time between two saves of a partition
   * @param startNanos when the first of the turns begins, of {@link System#nanoTime}
   */
  SaveTurns(Duration every, long startNanos) {
    this.everyNanos = every.toNanos();
    this.lastTurn = startNanos;
  }

  /**
   * The partitions whose turn it has become since the last one, in the order of their turns.
   *
   * @param owned all there are
   * @param nowNanos of {@link System#nanoTime}
   */
  List<Integer> due(NavigableSet<Integer> owned, long nowNanos) {
    if (owned.isEmpty()) {
      return List.of();
    }
    long turnNanos = Math.max(1, everyNanos / owned.size());
    long turns = (nowNanos - lastTurn) / turnNanos;
    if (turns >= owned.size()) {
      lastTurn = nowNanos;
      return List.copyOf(owned);
    }
    lastTurn += turns * turnNanos;
    return Stream.generate(() -> next(owned)).limit(turns).toList();
  }

  private int next(NavigableSet<Integer> owned) {
    Integer behind = owned.higher(latest);
    latest = behind == null ? owned.first() : behind;
    return latest;
  }
}
