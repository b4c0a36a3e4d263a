package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.TrainingData;
import java.util.SplittableRandom;

/**
 * Rows that no network sends, as a second class: normal rows with some columns taken from other training rows. A classifier
 * that tells them from normals has learned what belongs together, and so sees attacks nobody showed it. Training rows only.
 *
 * <p>Source of the idea: Steinwart, Hush and Scovel 2005, "A classification framework for anomaly detection", JMLR 6.
 */
final class Outliers {
  private Outliers() {}

  /**
   * @return {@code count} rows
   */
  static double[][] of(TrainingData training, int count, SplittableRandom random) {
    double[][] normals = training.normals();
    double[][] made = new double[count][];
    for (int i = 0; i < count; i++) {
      double[] row = normals[random.nextInt(normals.length)].clone();
      int changes = 1 + random.nextInt(Math.max(1, row.length / 2));
      for (int change = 0; change < changes; change++) {
        int column = random.nextInt(row.length);
        row[column] = training.rows()[random.nextInt(training.rows().length)][column];
      }
      made[i] = row;
    }
    return made;
  }
}
