package io.fedics.fl.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of rows in time order.
 *
 * @param first row, included
 * @param last row, included; not before {@code first}
 */
public record TimeRange(int first, int last) {
  public TimeRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "time range: %d to %d (expected: 0 ≤ first ≤ last)".formatted(first, last));
    }
  }

  /** The runs of true. */
  public static List<TimeRange> of(boolean[] rows) {
    List<TimeRange> ranges = new ArrayList<>();
    for (int from = 0; from < rows.length; from++) {
      if (rows[from]) {
        int to = from;
        while (to + 1 < rows.length && rows[to + 1]) {
          to++;
        }
        ranges.add(new TimeRange(from, to));
        from = to;
      }
    }
    return ranges;
  }

  int length() {
    return last - first + 1;
  }

  int overlap(TimeRange other) {
    return Math.max(0, Math.min(last, other.last) - Math.max(first, other.first) + 1);
  }
}
