package io.fedics.app.bench;

import io.fedics.app.bench.EventMoments.Moment;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * How long things took: counts in steps that are at most 1/64 of the value wide, so memory does not depend on how many
 * there are. Not thread-safe.
 */
final class Latencies {
  private static final int STEPS = 64;
  private static final int STEP_BITS = 6;

  private final long[] counts = new long[STEPS * (Long.SIZE - STEP_BITS)];
  private long count;

  /**
   * From the acknowledgement of each flow to what was seen of it.
   *
   * @param seen ids of flows; those that were not sent here do not count
   * @param fromNanos flows that were acknowledged before do not count either, of {@link System#nanoTime}
   */
  static Latencies between(EventMoments sent, EventMoments seen, long fromNanos)
      throws IOException {
    var latencies = new Latencies();
    for (int part = 0; part < EventMoments.PARTS; part++) {
      List<Moment> acknowledged = sent.part(part);
      for (Moment moment : seen.part(part)) {
        int at = Collections.binarySearch(acknowledged, moment, Moment.BY_ID);
        if (at >= 0 && acknowledged.get(at).nanos() >= fromNanos) {
          latencies.add(moment.nanos() - acknowledged.get(at).nanos());
        }
      }
    }
    return latencies;
  }

  /** A negative one counts as 0: a reader may see a record before its writer is told. */
  void add(long nanos) {
    counts[indexOf(Math.max(0, nanos))]++;
    count++;
  }

  long count() {
    return count;
  }

  private static int indexOf(long value) {
    if (value < STEPS) {
      return (int) value;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return STEPS * (exponent + 1) + (int) (value >>> exponent) - STEPS;
  }

  /** The largest value that falls into a step. */
  private static long highestOf(int index) {
    if (index < STEPS) {
      return index;
    }
    int exponent = index / STEPS - 1;
    return ((long) (index % STEPS + STEPS + 1) << exponent) - 1;
  }

  /**
   * @param share within (0, 1]
   * @return milliseconds; NaN when nothing was added
   */
  double millis(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long rank = (long) Math.ceil(share * count);
    long below = 0;
    int index = 0;
    while (below + counts[index] < rank) {
      below += counts[index++];
    }
    return highestOf(index) / 1e6;
  }
}
