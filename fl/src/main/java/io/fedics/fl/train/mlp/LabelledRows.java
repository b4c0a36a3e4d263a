package io.fedics.fl.train.mlp;

/** What both trainers ask of their data. */
final class LabelledRows {
  private LabelledRows() {}

  static void require(MlpShape shape, double[][] rows, int[] labels) {
    if (rows.length == 0 || rows.length != labels.length) {
      throw new IllegalArgumentException(
          "rows: %d with %d labels (expected: at least 1, a label each)"
              .formatted(rows.length, labels.length));
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != shape.features()) {
        throw new IllegalArgumentException(
            "row %d: %d numbers (expected: %d)".formatted(i, rows[i].length, shape.features()));
      }
      if (labels[i] < 0 || labels[i] >= shape.classes()) {
        throw new IllegalArgumentException(
            "label of row %d: %d (expected: 0 to %d)".formatted(i, labels[i], shape.classes() - 1));
      }
      for (double value : rows[i]) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "row %d: %s (expected: finite numbers)".formatted(i, value));
        }
      }
    }
  }
}
