package io.fedics.fl.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rules that look at one coordinate of all clients at a time. */
final class Coordinates {
  private Coordinates() {}

  /** From one coordinate's values, rising, to one value. */
  interface Rule {
    double of(double[] sorted);
  }

  static Combined of(GlobalModel current, List<Update> updates, Rule rule) {
    double[] next = new double[current.parameters().size()];
    double[] values = new double[updates.size()];
    for (int i = 0; i < next.length; i++) {
      for (int client = 0; client < values.length; client++) {
        values[client] = updates.get(client).parameters().values()[i];
      }
      Arrays.sort(values);
      next[i] = rule.of(values);
    }
    return new Combined(current.next(next, Map.of()), List.of());
  }

  /** The one in the middle, or the mean of the two. */
  static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
