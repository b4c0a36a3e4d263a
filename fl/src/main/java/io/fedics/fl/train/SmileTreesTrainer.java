package io.fedics.fl.train;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.tree.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import smile.classification.DecisionTree;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.model.cart.SplitRule;

/** Trains decision trees and random forests with Smile. Equal rows and seed give equal bundles. */
public final class SmileTreesTrainer {
  private static final String LABEL = "label";

  private SmileTreesTrainer() {}

  /**
   * @param trees at least 1
   * @param featuresTried at each cut; 0 for the square root of their number
   * @param maxDepth longest path
   * @param leafRows fewest rows in a leaf
   * @param seed of the bootstrap samples and of the features tried
   */
  public record ForestOptions(int trees, int featuresTried, int maxDepth, int leafRows, long seed) {

    /** 100 trees as deep as they get. */
    public static ForestOptions of(long seed) {
      return new ForestOptions(100, 0, 64, 1, seed);
    }
  }

  /**
   * @param rows shape [rows, features], finite
   * @param labels index of each row's label; at least two kinds must be there
   * @return a bundle for {@link TreeEnsemble}: shares of the labels in the leaves, weighted as Smile does by the trees'
   *     accuracy on the rows they were not grown from
   */
  public static Bundle forest(
      double[][] rows,
      int[] labels,
      List<String> names,
      List<String> labelNames,
      ForestOptions options) {
    var smile = fitForest(frame(rows, labels, names, labelNames), rows[0].length, options);
    var trees = new TreeWriter(labelNames.size());
    var writer = new SmileTreeWriter(trees, labelNames.size(), present(labels));
    for (var model : smile.models()) {
      writer.add(model.tree().root(), model.weight());
    }
    return bundle("random forest", trees, rows.length, names, labelNames, options.toString());
  }

  /** Smile's own forest, of the same options: what ours is compared with. */
  public static RandomForest fitForest(DataFrame frame, int features, ForestOptions options) {
    int tried = options.featuresTried() > 0
        ? options.featuresTried()
        : (int) Math.max(1, Math.floor(Math.sqrt(features)));
    long[] seeds = new SplittableRandom(options.seed()).longs(options.trees()).toArray();
    return RandomForest.fit(
        Formula.lhs(LABEL),
        frame,
        new RandomForest.Options(
            options.trees(),
            tried,
            SplitRule.GINI,
            options.maxDepth(),
            Integer.MAX_VALUE,
            options.leafRows(),
            1.0,
            null,
            seeds,
            null));
  }

  /**
   * @param maxDepth longest path
   * @param leafRows fewest rows in a leaf
   * @return a bundle for {@link TreeEnsemble} with one tree
   */
  public static Bundle tree(
      double[][] rows,
      int[] labels,
      List<String> names,
      List<String> labelNames,
      int maxDepth,
      int leafRows) {
    var smile = fitTree(frame(rows, labels, names, labelNames), maxDepth, leafRows);
    var trees = new TreeWriter(labelNames.size());
    new SmileTreeWriter(trees, labelNames.size(), present(labels)).add(smile.root(), 1);
    String options = "depth at most %d, %d rows a leaf".formatted(maxDepth, leafRows);
    return bundle("decision tree", trees, rows.length, names, labelNames, options);
  }

  static DecisionTree fitTree(DataFrame frame, int maxDepth, int leafRows) {
    return DecisionTree.fit(
        Formula.lhs(LABEL),
        frame,
        new DecisionTree.Options(SplitRule.GINI, maxDepth, Integer.MAX_VALUE, leafRows));
  }

  /** Rows as Smile takes them. Columns are numbered: its formulas do not take every name. */
  public static DataFrame frame(
      double[][] rows, int[] labels, List<String> names, List<String> labelNames) {
    TrainingRows.require(rows, names, 2);
    TrainingRows.requireLabels(rows, labels, labelNames.size());
    String[] columns = new String[names.size()];
    Arrays.setAll(columns, i -> "f" + i);
    return DataFrame.of(rows, columns).add(new IntVector(LABEL, labels));
  }

  private static int[] present(int[] labels) {
    return Arrays.stream(labels).distinct().sorted().toArray();
  }

  private static Bundle bundle(
      String what,
      TreeWriter trees,
      int rows,
      List<String> names,
      List<String> labelNames,
      String options) {
    var bundle = Bundle.of(TreeEnsemble.KIND, what)
        .texts("features", names)
        .texts("labels", labelNames)
        .text("link", "mean")
        .text("card", "# %s%n%nGrown with Smile from %d rows; %s.%n".formatted(what, rows, options))
        .doubles("base", new double[labelNames.size()])
        .whole("training_rows", rows);
    return trees.into(bundle).build();
  }
}
