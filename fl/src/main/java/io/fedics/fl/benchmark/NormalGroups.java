package io.fedics.fl.benchmark;

import io.fedics.fl.train.dense.DenseInput;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Groups of normals that are alike: k-means (Lloyd 1982), a few rounds from rows drawn at random. Left out of a fit a group
 * is what normal traffic of another day or network is: normal, and never seen.
 */
final class NormalGroups {
  static final int GROUPS = 200;
  private static final int ROUNDS = 4;

  private NormalGroups() {}

  /**
   * @param normals shape {@code [rows][features]}, at least one row
   * @return group of each row, 0 to {@value #GROUPS} − 1; some may be empty
   */
  static int[] of(double[][] normals, Loaded.Shape shape, long seed) {
    DenseInput input = DenseInput.fit(normals, shape.numbers(), shape.words());
    float[][] rows = Arrays.stream(normals).map(input::of).toArray(float[][]::new);
    float[][] centres = new SplittableRandom(seed)
        .ints(GROUPS, 0, rows.length)
        .mapToObj(row -> rows[row].clone())
        .toArray(float[][]::new);
    int[] groups = nearest(rows, centres);
    for (int round = 1; round < ROUNDS; round++) {
      move(centres, rows, groups);
      groups = nearest(rows, centres);
    }
    return groups;
  }

  private static int[] nearest(float[][] rows, float[][] centres) {
    int[] groups = new int[rows.length];
    IntStream.range(0, rows.length).parallel().forEach(row -> {
      float least = Float.MAX_VALUE;
      for (int group = 0; group < centres.length; group++) {
        float square = square(rows[row], centres[group], least);
        if (square < least) {
          least = square;
          groups[row] = group;
        }
      }
    });
    return groups;
  }

  /** Stops adding when it is more than wanted. */
  private static float square(float[] one, float[] other, float wanted) {
    float sum = 0;
    for (int i = 0; i < one.length && sum < wanted; i++) {
      float difference = one[i] - other[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Into the middle of their rows; one without rows stays. */
  private static void move(float[][] centres, float[][] rows, int[] groups) {
    float[][] sums = new float[centres.length][rows[0].length];
    int[] counts = new int[centres.length];
    for (int row = 0; row < rows.length; row++) {
      counts[groups[row]]++;
      for (int i = 0; i < rows[row].length; i++) {
        sums[groups[row]][i] += rows[row][i];
      }
    }
    for (int group = 0; group < centres.length; group++) {
      for (int i = 0; i < sums[group].length && counts[group] > 0; i++) {
        centres[group][i] = sums[group][i] / counts[group];
      }
    }
  }
}
