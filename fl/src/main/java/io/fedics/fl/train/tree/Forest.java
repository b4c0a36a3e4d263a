package io.fedics.fl.train.tree;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random forest of classification trees: Gini impurity over binned columns (Breiman 2001); leaves hold shares of classes. */
public final class Forest {
  private Forest() {}

  /**
   * @param rows shape {@code [rows][features]}; NaN means missing
   * @param classes of the rows, 0 to {@code count − 1}
   * @param count of classes, at least 2
   */
  public static TreeModel fit(
      double[][] rows, int[] classes, int count, ForestSettings settings, long seed) {
    BinnedTable table = BinnedTable.of(rows);
    double[] weights = weights(classes, count, settings.balanced());
    List<GrownTree> trees = IntStream.range(0, settings.trees())
        .parallel()
        .mapToObj(tree -> {
          var random = new SplittableRandom(seed * 1_000_003L + tree);
          int[] drawn = drawn(rows.length, settings.bootstrap(), random);
          return new GiniTree(table, classes, weights, settings, drawn, random).grow();
        })
        .toList();
    return new TreeModel(trees, count, new double[count], count, TreeModel.Link.MEAN);
  }

  private static double[] weights(int[] classes, int count, boolean balanced) {
    double[] weights = new double[count];
    for (int c : classes) {
      weights[c]++;
    }
    for (int c = 0; c < count; c++) {
      weights[c] = balanced && weights[c] > 0 ? classes.length / (count * weights[c]) : 1;
    }
    return weights;
  }

  private static int[] drawn(int rows, boolean bootstrap, SplittableRandom random) {
    return bootstrap
        ? random.ints(rows, 0, rows).sorted().toArray()
        : IntStream.range(0, rows).toArray();
  }
}
