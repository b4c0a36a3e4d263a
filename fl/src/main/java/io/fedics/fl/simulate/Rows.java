package io.fedics.fl.simulate;

import io.fedics.fl.evaluate.TrainingData;
import java.util.Arrays;

/**
 * What a site trains on.
 *
 * @param rows shape {@code [rows][features]}
 * @param labels 0 normal, 1 attack
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
record Rows(double[][] rows, int[] labels) {

  static Rows of(TrainingData data) {
    return new Rows(data.rows(), data.binary());
  }

  Rows only(int[] wanted) {
    return new Rows(
        Arrays.stream(wanted).mapToObj(row -> rows[row]).toArray(double[][]::new),
        Arrays.stream(wanted).map(row -> labels[row]).toArray());
  }

  Rows flipped() {
    return new Rows(rows, Arrays.stream(labels).map(label -> 1 - label).toArray());
  }
}
