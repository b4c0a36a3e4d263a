package io.fedics.fl.evaluate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows to judge a fitted detector by.
 *
 * @param rows shape {@code [rows][features]}
 * @param classes of the rows, indices of {@code names}; 0 is normal
 * @param names of the classes; those of the training data first, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record TestData(double[][] rows, int[] classes, List<String> names) {
  public TestData {
    Lengths.requireSame("rows", rows.length, "classes", classes.length);
    names = List.copyOf(names);
  }

  /** Which rows are attacks. */
  public boolean[] attacks() {
    boolean[] attacks = new boolean[classes.length];
    for (int row = 0; row < classes.length; row++) {
      attacks[row] = classes[row] != 0;
    }
    return attacks;
  }

  /** The rows marked. */
  public TestData where(boolean[] wanted) {
    int[] chosen = IntStream.range(0, rows.length).filter(row -> wanted[row]).toArray();
    return new TestData(
        IntStream.of(chosen).mapToObj(row -> rows[row]).toArray(double[][]::new),
        IntStream.of(chosen).map(row -> classes[row]).toArray(),
        names);
  }
}
