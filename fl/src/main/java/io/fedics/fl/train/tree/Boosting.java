package io.fedics.fl.train.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Gradient boosting for two or more classes: logistic or softmax loss, second order, over histograms. Sources: Friedman
 * 2001; Chen and Guestrin 2016.
 */
public final class Boosting {
  private Boosting() {}

  /**
   * @param rows shape {@code [rows][features]}; NaN means missing
   * @param classes of the rows, 0 to {@code count − 1}
   * @param count of classes, at least 2
   */
  public static TreeModel fit(
      double[][] rows, int[] classes, int count, BoostingSettings settings, long seed) {
    BinnedTable table = BinnedTable.of(rows);
    var random = new SplittableRandom(seed);
    int outputs = count == 2 ? 1 : count;
    double[] prior = prior(classes, count);
    double[][] margin = new double[outputs][rows.length];
    for (int k = 0; k < outputs; k++) {
      Arrays.fill(margin[k], prior[k]);
    }
    List<GrownTree> trees = new ArrayList<>();
    double[][] gradient = new double[outputs][rows.length];
    double[][] hessian = new double[outputs][rows.length];
    for (int round = 0; round < settings.rounds(); round++) {
      derive(margin, classes, gradient, hessian);
      int[] drawn = draw(rows.length, settings.rowShare(), random);
      for (int k = 0; k < outputs; k++) {
        int[] features = draw(table.features, settings.featureShare(), random);
        GrownTree tree = new GradientTree(
                table, settings, features, drawn.clone(), gradient[k], hessian[k])
            .grow();
        double[] sums = margin[k];
        IntStream.range(0, rows.length)
            .parallel()
            .forEach(row -> sums[row] += tree.values()[tree.leaf(rows[row])]);
        trees.add(tree);
      }
    }
    return new TreeModel(trees, outputs, prior, count, TreeModel.Link.LOGIT);
  }

  private static double[] prior(int[] classes, int count) {
    double[] seen = new double[count];
    Arrays.fill(seen, 1); // a class without rows is improbable, not impossible
    for (int c : classes) {
      seen[c]++;
    }
    if (count == 2) {
      return new double[] {Math.log(seen[1] / seen[0])};
    }
    return Arrays.stream(seen).map(n -> Math.log(n / (classes.length + count))).toArray();
  }

  private static void derive(
      double[][] margin, int[] classes, double[][] gradient, double[][] hessian) {
    IntStream.range(0, classes.length).parallel().forEach(row -> {
      double[] p = new double[margin.length];
      for (int k = 0; k < p.length; k++) {
        p[k] = margin[k][row];
      }
      TreeModel.probabilities(p);
      for (int k = 0; k < p.length; k++) {
        double truth = p.length == 1 ? classes[row] : classes[row] == k ? 1 : 0;
        gradient[k][row] = p[k] - truth;
        hessian[k][row] = Math.max(p[k] * (1 - p[k]), 1e-16);
      }
    });
  }

  /** So many of 0 to {@code of − 1}, rising, without replacement (Knuth's algorithm S). */
  private static int[] draw(int of, double share, SplittableRandom random) {
    int wanted = Math.max(1, (int) Math.round(share * of));
    int[] drawn = new int[wanted];
    int taken = 0;
    for (int i = 0; i < of && taken < wanted; i++) {
      if (random.nextDouble() * (of - i) < wanted - taken) {
        drawn[taken++] = i;
      }
    }
    return drawn;
  }
}
