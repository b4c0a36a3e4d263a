package io.fedics.fl.model.tree;

import io.fedics.fl.model.bundle.Bundle;
import java.util.Arrays;
import java.util.List;

/**
 * An isolation forest as arrays of one size, whoever grew it: the trees of every site fit into the tensors of every other, and
 * what a stranger sends is checked as a whole before it is used.
 *
 * <p>Four tensors of shape [trees, nodes], nodes being the most a tree can have; each tree in preorder from its first node, so
 * that a left child is the next node, and empty behind its last:
 *
 * <ol>
 *   <li>feature of the cut, −1 for a leaf and where nothing is;
 *   <li>index of the right child in the tree, 0 for a leaf;
 *   <li>threshold, values less than it go left; of a leaf its path length;
 *   <li>mean path length of the rows that came by; of a leaf its path length.
 * </ol>
 *
 * A fifth of shape [3, features] holds the median, the first and the last percent of each feature, by which findings say what
 * is usual.
 *
 * @param trees at least 1
 * @param subsample rows each tree was grown from, 2 to 4,096
 * @param features numbers of a row; at least 1
 */
public record ForestTensors(int trees, int subsample, int features) {
  /** Median, low and high. */
  private static final int TYPICAL = 3;
  /** Of a number computed elsewhere. */
  private static final double ROUNDING = 1e-3;

  public ForestTensors {
    if (trees < 1 || subsample < 2 || subsample > 4_096 || features < 1) {
      throw new IllegalArgumentException(
          "forest: %d trees of %d rows, %d features (expected: at least 1, 2 to 4096, at least 1)"
              .formatted(trees, subsample, features));
    }
  }

  /** Steps from a root to the farthest leaf, at most. */
  private int deepest() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(subsample - 1);
  }

  /** Most nodes a tree can have. */
  public int nodes() {
    return (2 << deepest()) - 1;
  }

  public List<List<Integer>> shapes() {
    List<Integer> perNode = List.of(trees, nodes());
    return List.of(perNode, perNode, perNode, perNode, List.of(TYPICAL, features));
  }

  /** Elements of all tensors. */
  public int size() {
    return 4 * trees * nodes() + TYPICAL * features;
  }

  private int feature(int tree, int node) {
    return tree * nodes() + node;
  }

  private int right(int tree, int node) {
    return (trees + tree) * nodes() + node;
  }

  private int value(int tree, int node) {
    return (2 * trees + tree) * nodes() + node;
  }

  private int expected(int tree, int node) {
    return (3 * trees + tree) * nodes() + node;
  }

  private int typical() {
    return 4 * trees * nodes();
  }

  /** Trees that have learned nothing: a leaf each. */
  public double[] empty() {
    double[] empty = new double[size()];
    Arrays.fill(empty, 0, trees * nodes(), -1);
    return empty;
  }

  /**
   * The tensors of a forest, end to end.
   *
   * @throws IllegalArgumentException for a forest of other trees or features
   */
  public double[] of(Bundle bundle) {
    var forest = new IsolationNodes(bundle.requireKind(IsolationForest.KIND));
    if (forest.trees() != trees
        || forest.depth() > deepest()
        || bundle.features().size() != features) {
      throw new IllegalArgumentException(
          "forest: %d trees of depth %d, %d features (expected: %d trees of depth %d at most, %d features)"
              .formatted(
                  forest.trees(),
                  forest.depth(),
                  bundle.features().size(),
                  trees,
                  deepest(),
                  features));
    }
    double[] all = empty();
    for (int tree = 0; tree < trees; tree++) {
      lay(forest, tree, forest.root(tree), all);
    }
    System.arraycopy(bundle.doubles("typical", features), 0, all, typical(), features);
    System.arraycopy(
        bundle.doubles("typical_low", features), 0, all, typical() + features, features);
    System.arraycopy(
        bundle.doubles("typical_high", features), 0, all, typical() + 2 * features, features);
    return all;
  }

  private void lay(IsolationNodes forest, int tree, int node, double[] all) {
    int at = node - forest.root(tree);
    all[value(tree, at)] = forest.value(node);
    all[expected(tree, at)] = forest.expected(node);
    if (forest.isLeaf(node)) {
      return;
    }
    all[feature(tree, at)] = forest.feature(node);
    all[right(tree, at)] = forest.right(node) - forest.root(tree);
    lay(forest, tree, forest.left(node), all);
    lay(forest, tree, forest.right(node), all);
  }

  /**
   * Whether these are trees: every index in range, none a node twice, nothing behind the last, thresholds finite, path lengths
   * as long as a tree of so many rows allows.
   *
   * @param all of all tensors, end to end
   * @throws IllegalArgumentException saying which tree and node, what was there and what was expected
   */
  public void require(double[] all) {
    if (all.length != size()) {
      throw new IllegalArgumentException(
          "forest: %d numbers (expected: %d)".formatted(all.length, size()));
    }
    for (int i = 0; i < all.length; i++) {
      if (!Double.isFinite(all[i])) {
        throw new IllegalArgumentException("forest: " + all[i] + " (expected: finite numbers)");
      }
    }
    for (int tree = 0; tree < trees; tree++) {
      for (int node = endOf(tree, 0, 0, all); node < nodes(); node++) {
        requireNothing(tree, node, all);
      }
    }
    for (int f = 0; f < features; f++) {
      double median = all[typical() + f];
      require(
          all[typical() + features + f] <= median + ROUNDING
              && median <= all[typical() + 2 * features + f] + ROUNDING,
          "typical values of feature " + f,
          median,
          "between the low and the high one");
    }
  }

  /** First node behind the subtree. */
  private int endOf(int tree, int node, int level, double[] all) {
    double feature = all[feature(tree, node)];
    double right = all[right(tree, node)];
    double longest = deepest() + 1 + IsolationForest.meanUnsuccessfulSearch(subsample) + ROUNDING;
    double length = all[expected(tree, node)];
    String where = "tree %d, node %d".formatted(tree, node);
    require(length >= 0 && length <= longest, where, length, "path length of 0 to " + longest);
    if (feature == -1) {
      require(right == 0, where, right, "a leaf without a child");
      require(
          Math.abs(all[value(tree, node)] - length) <= ROUNDING,
          where,
          length,
          "a leaf of one path length");
      return node + 1;
    }
    require(
        feature >= 0 && feature < features && feature == Math.rint(feature),
        where,
        feature,
        "feature -1 to " + (features - 1));
    require(level < deepest() && node + 1 < nodes(), where, level, "depth below " + deepest());
    int behind = endOf(tree, node + 1, level + 1, all);
    require(
        right == behind && behind < nodes(), where, right, "right child behind the left subtree");
    return endOf(tree, behind, level + 1, all);
  }

  private void requireNothing(int tree, int node, double[] all) {
    boolean nothing = all[feature(tree, node)] == -1
        && all[right(tree, node)] == 0
        && all[value(tree, node)] == 0
        && all[expected(tree, node)] == 0;
    require(nothing, "tree %d, node %d".formatted(tree, node), "a node", "nothing behind the tree");
  }

  private static void require(boolean holds, String where, Object what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "forest: %s: %s (expected: %s)".formatted(where, what, expected));
    }
  }

  /**
   * One forest of the trees of several, as many trees as each has: tree by tree from one after the other, so that nobody has
   * more than an equal part, rounded up. Of what is typical the median of all.
   *
   * @param forests sound as {@link #require} says; at least one
   */
  public double[] merged(List<double[]> forests) {
    double[] merged = new double[size()];
    for (int tree = 0; tree < trees; tree++) {
      double[] from = forests.get(tree % forests.size());
      int own = tree / forests.size();
      for (int tensor = 0; tensor < 4; tensor++) {
        System.arraycopy(
            from,
            (tensor * trees + own) * nodes(),
            merged,
            (tensor * trees + tree) * nodes(),
            nodes());
      }
    }
    double[] values = new double[forests.size()];
    for (int i = typical(); i < merged.length; i++) {
      for (int k = 0; k < values.length; k++) {
        values[k] = forests.get(k)[i];
      }
      Arrays.sort(values);
      merged[i] = values[(values.length - 1) / 2];
    }
    return merged;
  }

  /**
   * Writes a forest as {@link IsolationForest} reads it.
   *
   * @param bundle of kind {@link IsolationForest#KIND} whose features are named
   * @param all sound as {@link #require} says
   */
  public Bundle.Builder into(Bundle.Builder bundle, double[] all) {
    int[] roots = new int[trees];
    int[] ends = new int[trees];
    int nodes = 0;
    for (int tree = 0; tree < trees; tree++) {
      roots[tree] = nodes;
      ends[tree] = endOf(tree, 0, 0, all);
      nodes += ends[tree];
    }
    int[] feature = new int[nodes];
    int[] right = new int[nodes];
    double[] value = new double[nodes];
    double[] expected = new double[nodes];
    for (int tree = 0; tree < trees; tree++) {
      for (int node = 0; node < ends[tree]; node++) {
        int at = roots[tree] + node;
        feature[at] = (int) all[feature(tree, node)];
        right[at] = feature[at] < 0 ? 0 : roots[tree] + (int) all[right(tree, node)];
        value[at] = all[value(tree, node)];
        expected[at] = all[expected(tree, node)];
      }
    }
    return bundle
        .ints("tree_roots", roots)
        .ints("node_feature", feature)
        .ints("node_right", right)
        .doubles("node_value", value)
        .doubles("node_expected", expected)
        .doubles("typical", typical(all, 0))
        .doubles("typical_low", typical(all, 1))
        .doubles("typical_high", typical(all, 2))
        .number("normaliser", IsolationForest.meanUnsuccessfulSearch(subsample))
        .whole("subsample", subsample);
  }

  private double[] typical(double[] all, int row) {
    return Arrays.copyOfRange(all, typical() + row * features, typical() + (row + 1) * features);
  }
}
