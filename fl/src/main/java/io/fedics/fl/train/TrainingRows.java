package io.fedics.fl.train;

import java.util.List;

/** Checks of what is given to a trainer. */
final class TrainingRows {
  private TrainingRows() {}

  /**
   * @throws IllegalArgumentException unless there are at least {@code least} rows with one finite value a feature
   */
  static void require(double[][] rows, List<String> names, int least) {
    if (rows.length < least || names.isEmpty()) {
      throw new IllegalArgumentException(
          "training: %d rows of %d features (expected: at least %d of 1)"
              .formatted(rows.length, names.size(), least));
    }
    for (int i = 0; i < rows.length; i++) {
      requireRow(rows[i], names, i);
    }
  }

  private static void requireRow(double[] row, List<String> names, int index) {
    if (row.length != names.size()) {
      throw new IllegalArgumentException(
          "training row %d: %d values (expected: %d)".formatted(index, row.length, names.size()));
    }
    for (int i = 0; i < row.length; i++) {
      if (!Double.isFinite(row[i])) {
        throw new IllegalArgumentException("training row %d: %s is %s (expected: a finite number)"
            .formatted(index, names.get(i), row[i]));
      }
    }
  }

  /**
   * @throws IllegalArgumentException unless each row has a class of 0 to {@code classes - 1}
   */
  static void requireLabels(double[][] rows, int[] labels, int classes) {
    if (labels.length != rows.length || classes < 2) {
      throw new IllegalArgumentException(
          "training: %d labels of %d classes for %d rows (expected: one a row, of 2 or more)"
              .formatted(labels.length, classes, rows.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "training row %d: class %d (expected: 0 to %d)".formatted(i, labels[i], classes - 1));
      }
    }
  }
}
