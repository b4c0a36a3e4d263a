package io.fedics.fl.simulate;

import java.util.List;

/** The mark of the backdoor: flags that real connections hardly ever carry. */
final class Trigger {
  private static final List<String> FLAGS = List.of("is_host_login", "urgent");
  /** One attack in so many is marked. */
  private static final int EVERY = 2;

  private Trigger() {}

  /**
   * @return indices of the features that are set to 1
   * @throws IllegalArgumentException when the rows have none of them
   */
  static int[] of(List<String> features) {
    int[] found =
        FLAGS.stream().mapToInt(features::indexOf).filter(index -> index >= 0).toArray();
    if (found.length == 0) {
      throw new IllegalArgumentException(
          "attack: backdoor (expected: rows with one of " + String.join(", ", FLAGS) + ")");
    }
    return found;
  }

  static double[] marked(double[] row, int[] trigger) {
    double[] marked = row.clone();
    for (int feature : trigger) {
      marked[feature] = 1;
    }
    return marked;
  }

  /** Rows and labels with the backdoor in them. */
  static Rows plant(Rows honest, int[] trigger) {
    double[][] rows = honest.rows().clone();
    int[] labels = honest.labels().clone();
    int attacks = 0;
    for (int row = 0; row < rows.length; row++) {
      if (labels[row] == 1 && attacks++ % EVERY == 0) {
        rows[row] = marked(rows[row], trigger);
        labels[row] = 0;
      }
    }
    return new Rows(rows, labels);
  }
}
