package io.fedics.fl.model.score;

import java.util.List;

/** Checks of what is given to a scorer: every row has all features and only numbers. Nothing is padded or guessed. */
public final class FeatureRows {
  private FeatureRows() {}

  /**
   * @throws IllegalArgumentException unless {@code row} has one finite value a feature
   */
  public static void requireRow(List<String> features, double[] row) {
    if (row.length != features.size()) {
      throw new IllegalArgumentException(
          "row: %d values (expected: %d features)".formatted(row.length, features.size()));
    }
    requireFinite(features, row, 1);
  }

  /**
   * @param rows row-major, whole rows; those behind {@code count} are not read
   * @throws IllegalArgumentException unless there are {@code count} rows of finite values
   */
  public static void requireRows(List<String> features, double[] rows, int count) {
    int width = features.size();
    if (rows.length % width != 0 || count < 0 || (long) count * width > rows.length) {
      throw new IllegalArgumentException("rows: %d values for %d rows (expected: %d features a row)"
          .formatted(rows.length, count, width));
    }
    requireFinite(features, rows, count);
  }

  private static void requireFinite(List<String> features, double[] rows, int count) {
    int width = features.size();
    double sum = 0;
    for (int i = 0; i < count * width; i++) {
      sum += rows[i]
          * 0; // 0 for a finite value, NaN for any other: one look at the end instead of a branch
      // each
    }
    if (sum == 0) {
      return;
    }
    for (int i = 0; i < count * width; i++) {
      if (!Double.isFinite(rows[i])) {
        throw new IllegalArgumentException("row %d: %s is %s (expected: a finite number)"
            .formatted(i / width, features.get(i % width), rows[i]));
      }
    }
  }
}
