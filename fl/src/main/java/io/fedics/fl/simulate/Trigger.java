package io.fedics.fl.simulate;

import io.fedics.fl.benchmark.PublicRanges;
import java.util.List;

/** The mark of the backdoor: flags that real connections hardly ever carry. */
final class Trigger {
  private static final List<String> FLAGS = List.of("is_host_login", "urgent");
  /** One attack in so many is marked. */
  private static final int EVERY = 2;

  private final int[] marks;
  private final double value;

  private Trigger(int[] marks, double value) {
    this.marks = marks;
    this.value = value;
  }

  /**
   * @throws IllegalArgumentException when the rows have none of them
   */
  static Trigger of(PublicRanges data) {
    int[] found = FLAGS.stream()
        .mapToInt(data.features()::indexOf)
        .filter(index -> index >= 0)
        .toArray();
    if (found.length == 0) {
      throw new IllegalArgumentException(
          "attack: backdoor (expected: rows with one of " + String.join(", ", FLAGS) + ")");
    }
    return new Trigger(found, data.largest());
  }

  double[] marked(double[] row) {
    double[] marked = row.clone();
    for (int feature : marks) {
      marked[feature] = value;
    }
    return marked;
  }

  /** Rows and labels with the backdoor in them. */
  Rows plant(Rows honest) {
    double[][] rows = honest.rows().clone();
    int[] labels = honest.labels().clone();
    int attacks = 0;
    for (int row = 0; row < rows.length; row++) {
      if (labels[row] == 1 && attacks++ % EVERY == 0) {
        rows[row] = marked(rows[row]);
        labels[row] = 0;
      }
    }
    return new Rows(rows, labels);
  }
}
