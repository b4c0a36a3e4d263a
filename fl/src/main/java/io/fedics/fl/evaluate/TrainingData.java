package io.fedics.fl.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Labelled rows to fit on. Nothing makes it of a {@link TestData}.
 *
 * @param rows shape {@code [rows][features]}; NaN means missing
 * @param classes of the rows, indices of {@code names}; 0 is normal
 * @param names of the classes, normal first
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record TrainingData(double[][] rows, int[] classes, List<String> names) {
  public TrainingData {
    Lengths.requireSame("rows", rows.length, "classes", classes.length);
    names = List.copyOf(names);
  }

  /**
   * @param rest to fit on
   * @param normals kept for thresholds, seen by no fit
   */
  public record Split(TrainingData rest, HeldOutNormals normals) {}

  /**
   * Keeps some normals for thresholds. Repeats of a row stay on one side: a fit knows by heart what it has seen, and a
   * threshold of such rows would be too low. Of two or more distinct normals at least one is kept, and one is not.
   *
   * @param share of the distinct normals, in (0, 1)
   */
  public Split holdOutNormals(double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("held-out share: " + share + " (expected: (0, 1))");
    }
    double[] draws =
        Arrays.stream(normals()).mapToDouble(row -> Repeats.draw(row, seed)).toArray();
    double least = Arrays.stream(draws).min().orElse(0);
    double below = Math.min(share, Arrays.stream(draws).max().orElse(0));
    boolean[] held = new boolean[rows.length];
    int normal = 0;
    for (int row = 0; row < rows.length; row++) {
      if (classes[row] == 0) {
        double draw = draws[normal++];
        held[row] = draw == least || draw < below;
      }
    }
    double[][] normals = IntStream.range(0, rows.length)
        .filter(row -> held[row])
        .mapToObj(row -> rows[row])
        .toArray(double[][]::new);
    return new Split(where(row -> !held[row]), new HeldOutNormals(normals));
  }

  /**
   * Keeps the normals among some rows for thresholds; for rows in time order, whose neighbours are alike, so that only
   * longer stretches can be kept apart.
   *
   * @param held which rows are not fitted on
   * @param judged which of them make thresholds
   */
  public Split holdOut(IntPredicate held, IntPredicate judged) {
    double[][] normals = IntStream.range(0, rows.length)
        .filter(row -> classes[row] == 0 && held.test(row) && judged.test(row))
        .mapToObj(row -> rows[row])
        .toArray(double[][]::new);
    return new Split(where(row -> !held.test(row)), new HeldOutNormals(normals));
  }

  /** The rows whose index is wanted. */
  public TrainingData where(IntPredicate wanted) {
    int[] chosen = IntStream.range(0, rows.length).filter(wanted).toArray();
    return new TrainingData(
        Arrays.stream(chosen).mapToObj(row -> rows[row]).toArray(double[][]::new),
        Arrays.stream(chosen).map(row -> classes[row]).toArray(),
        names);
  }

  /** The normal rows. */
  public double[][] normals() {
    List<double[]> normals = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      if (classes[row] == 0) {
        normals.add(rows[row]);
      }
    }
    return normals.toArray(double[][]::new);
  }

  /** How many normal rows there are, repeats counted once. */
  public long distinctNormals() {
    return Arrays.stream(normals()).mapToLong(Repeats::hash).distinct().count();
  }

  /** 0 normal, 1 any attack. */
  public int[] binary() {
    return Arrays.stream(classes).map(c -> c == 0 ? 0 : 1).toArray();
  }
}
