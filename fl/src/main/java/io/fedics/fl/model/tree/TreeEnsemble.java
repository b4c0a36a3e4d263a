package io.fedics.fl.model.tree;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.score.FeatureRows;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decision tree, random forest or boosted trees as flat arrays. A leaf holds either a share for every label (then the
 * trees' shares are added and scaled to sum to 1) or one number for one output (then the sums, with a base, go through the
 * logistic function or softmax).
 *
 * <p>A node takes 16 bytes; its children lie side by side, and a leaf leads to itself, so that a step needs no branch on a
 * row's values and four rows go down at once. Sums run in the order of the trees, in a block and for one row alike.
 *
 * <p>In a bundle: {@code tree_roots}, {@code tree_output} (of each tree; 0 where leaves are shares), per node in preorder
 * {@code node_feature} (-1: leaf), {@code node_right} (right child; of a leaf its number), {@code node_value} (values at
 * most this go left), {@code leaf_values} (shape [leaves, {@code leaf_width}]), {@code base} and {@code link} ({@code
 * mean}, {@code logistic}, {@code softmax}).
 */
public final class TreeEnsemble {
  public static final String KIND = "trees";

  private final Bundle bundle;
  private final List<String> features;
  private final List<String> labels;
  private final TreeLink link;
  private final TreeNodes trees;
  private final int[] output;
  private final int leafWidth;
  private final double[] leafValues;
  private final double[] base;
  private final Set<String> read;

  private TreeEnsemble(Bundle bundle) {
    this.bundle = bundle.requireKind(KIND);
    this.features = bundle.features();
    this.labels = bundle.texts("labels");
    this.link = TreeLink.of(bundle.text("link"));
    int outputs = link.outputs(labels.size());
    this.base = bundle.doubles("base", outputs);
    this.leafWidth = link == TreeLink.MEAN ? labels.size() : 1;
    this.leafValues = bundle.doubles("leaf_values");
    this.trees = new TreeNodes(bundle, leafValues.length / leafWidth);
    this.output = bundle.ints("tree_output");
    this.read = Arrays.stream(bundle.ints("node_feature"))
        .filter(feature -> feature >= 0)
        .mapToObj(features::get)
        .collect(Collectors.toUnmodifiableSet());
    boolean valid = labels.size() >= 2
        && (link != TreeLink.LOGISTIC || labels.size() == 2)
        && output.length == trees.count()
        && bundle.whole("leaf_width") == leafWidth;
    for (int each : output) {
      valid &= each >= 0 && each + leafWidth <= outputs;
    }
    if (!valid) {
      throw new BundleException(
          "bundle %s: %d labels, %d trees with %d outputs (expected: an output of a label for each tree)"
              .formatted(bundle.name(), labels.size(), trees.count(), output.length));
    }
  }

  /**
   * @throws BundleException when it is none of a tree ensemble
   */
  public static TreeEnsemble from(Bundle bundle) {
    return new TreeEnsemble(bundle);
  }

  public Bundle bundle() {
    return bundle;
  }

  public List<String> features() {
    return features;
  }

  /** In the order of the probabilities. */
  public List<String> labels() {
    return labels;
  }

  /** The features that any node asks about; another one's value changes nothing. */
  public Set<String> read() {
    return read;
  }

  /** Nodes of all trees, leaves among them. */
  public int nodes() {
    return trees.nodes();
  }

  /**
   * @param row one finite value a feature
   * @return one a label, summing to 1 up to rounding
   * @throws IllegalArgumentException when a value is missing, too many, or not finite
   */
  public double[] probabilities(double[] row) {
    FeatureRows.requireRow(features, row);
    double[] probabilities = new double[labels.size()];
    score(row, 1, probabilities);
    return probabilities;
  }

  /**
   * Scores a block; a few hundred rows make good use of the cache.
   *
   * @param rows row-major, shape [at least count, features]
   * @param count rows to score
   * @param probabilities receives shape [count, labels], each row as of {@link #probabilities(double[])}
   * @throws IllegalArgumentException when {@code rows} are not whole rows of finite values
   */
  public void probabilities(double[] rows, int count, double[] probabilities) {
    FeatureRows.requireRows(features, rows, count);
    score(rows, count, probabilities);
  }

  private void score(double[] rows, int count, double[] probabilities) {
    int outputs = base.length;
    double[] sums = outputs == labels.size() ? probabilities : new double[count * outputs];
    for (int row = 0; row < count; row++) {
      System.arraycopy(base, 0, sums, row * outputs, outputs);
    }
    int[] leaves = new int[count];
    for (int tree = 0; tree < output.length; tree++) {
      trees.leaves(tree, rows, features.size(), count, leaves);
      addLeaves(leaves, count, sums, outputs, output[tree]);
    }
    link.apply(sums, count, probabilities, labels.size());
  }

  private void addLeaves(int[] leaves, int count, double[] sums, int outputs, int first) {
    for (int row = 0; row < count; row++) {
      int from = leaves[row] * leafWidth;
      int to = row * outputs + first;
      for (int i = 0; i < leafWidth; i++) {
        sums[to + i] += leafValues[from + i];
      }
    }
  }

  /** Index of the most probable label; the first of equals. */
  public static int mostProbable(double[] probabilities) {
    double highest = Arrays.stream(probabilities).max().orElseThrow();
    int label = 0;
    while (probabilities[label] < highest) {
      label++;
    }
    return label;
  }
}
