package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.SourceFlow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** When a source called one service of one new external peer: the latest calls. Not thread-safe. */
final class Beat {
  /** Calls closer together than this are one: a page opens several connections. */
  private static final long ONE_CALL_MILLIS = 1_000;

  private final List<Long> startsMillis = new ArrayList<>();
  private long watched;
  private int lastPort = -1;
  private long bytes;
  private long calls;

  /** For the state's sake. */
  Beat() {}

  /**
   * @param watched seconds the source was awake and watched before the first call
   */
  Beat(long watched) {
    this.watched = watched;
  }

  double watchedSeconds() {
    return watched;
  }

  /**
   * @param startMillis epoch milliseconds; flows come in order of their end, so starts may be slightly out of order
   */
  void add(long startMillis, long moved, int most) {
    bytes += moved;
    calls++;
    int at = startsMillis.size();
    while (at > 0 && startsMillis.get(at - 1) > startMillis) {
      at--;
    }
    boolean near = at > 0 && startMillis - startsMillis.get(at - 1) < ONE_CALL_MILLIS
        || at < startsMillis.size() && startsMillis.get(at) - startMillis < ONE_CALL_MILLIS;
    if (near) {
      return;
    }
    startsMillis.add(at, startMillis);
    if (startsMillis.size() > most) {
      startsMillis.removeFirst();
    }
  }

  /** Whether a record goes on with the connection of the last one, as some sensors report long ones in parts. */
  boolean goesOn(SourceFlow flow) {
    boolean same = flow.tcp() && flow.srcPort() > 0 && flow.srcPort() == lastPort;
    lastPort = flow.srcPort();
    return same;
  }

  /** Bytes of a call on average, both ways. */
  double bytesPerCall() {
    return calls == 0 ? 0 : (double) bytes / calls;
  }

  /** Milliseconds between calls, sorted; one fewer than calls. */
  long[] intervals() {
    long[] intervals = new long[Math.max(0, startsMillis.size() - 1)];
    for (int i = 0; i < intervals.length; i++) {
      intervals[i] = startsMillis.get(i + 1) - startsMillis.get(i);
    }
    Arrays.sort(intervals);
    return intervals;
  }
}
