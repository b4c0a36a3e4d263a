package io.fedics.fl.model.tree;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.score.Contribution;
import io.fedics.fl.model.score.ContributionOrder;
import io.fedics.fl.model.score.Counterfactual;
import io.fedics.fl.model.score.FeatureRows;
import io.fedics.fl.model.score.NearestTypical;
import io.fedics.fl.model.score.QuantileTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Isolation forest as flat arrays. A row that few random cuts set apart from all others is unusual: the score is {@code
 * 2^(-E(h)/c)}, {@code h} the length of the row's path in a tree, {@code c} the mean length of an unsuccessful search
 * among as many rows as a tree was grown from. It lies in (0, 1); <b>higher is more unusual</b>.
 *
 * <p>Every tree is laid out as a complete binary tree of the forest's depth, so that each row takes the same number of
 * steps, without a branch that depends on its values. Lengths are summed in the order of the trees, in a block and for
 * one row alike: scores do not depend on how rows came together.
 *
 * <p>Immutable and safe for threads. Source: Liu, Ting and Zhou 2008, "Isolation Forest", ICDM.
 */
public final class IsolationForest {
  public static final String KIND = "iforest";

  private final Bundle bundle;
  private final List<String> features;
  private final double[] typical;
  private final double[] low;
  private final double[] high;
  private final double normaliser;
  private final int trees;
  private final int depth;
  private final int slots;
  /** Shape [trees, slots], slot 1 is the root and 2i, 2i + 1 the children of i; slot 0 is unused. */
  private final int[] feature;

  private final double[] threshold;
  /** Shape [trees, 2 slots]: mean path length of the training rows that came by; in the last level the path length. */
  private final double[] expected;

  private IsolationForest(Bundle bundle) {
    this.bundle = bundle.requireKind(KIND);
    this.features = bundle.features();
    this.typical = bundle.doubles("typical", features.size());
    this.low = bundle.doubles("typical_low", features.size());
    this.high = bundle.doubles("typical_high", features.size());
    this.normaliser = bundle.number("normaliser");
    var nodes = new IsolationNodes(bundle);
    this.trees = nodes.trees();
    this.depth = nodes.depth();
    this.slots = 1 << depth;
    this.feature = new int[trees * slots];
    this.threshold = new double[trees * slots];
    this.expected = new double[trees * slots * 2];
    for (int tree = 0; tree < trees; tree++) {
      lay(nodes, tree, nodes.root(tree), 1, 0);
    }
    if (!(normaliser > 0)) {
      throw new BundleException(
          "bundle %s: normaliser %s (expected: positive)".formatted(bundle.name(), normaliser));
    }
    if (QuantileTable.isIn(bundle)) {
      QuantileTable.from(bundle); // a site would find out when it judges
    }
  }

  /**
   * @throws BundleException when it is none of an isolation forest, or its calibration is none
   */
  public static IsolationForest from(Bundle bundle) {
    return new IsolationForest(bundle);
  }

  /** {@code c(n)} of the paper, with Euler's constant as Smile rounds it, so that scores are equal; {@code n} at least 2. */
  public static double meanUnsuccessfulSearch(int n) {
    return 2 * (Math.log(n - 1) + 0.5772156649 - (n - 1.0) / n);
  }

  /** What this forest was made from. */
  public Bundle bundle() {
    return bundle;
  }

  /** Names of a row's values, in order. */
  public List<String> features() {
    return features;
  }

  private void lay(IsolationNodes nodes, int tree, int node, int slot, int level) {
    expected[tree * slots * 2 + slot] = nodes.expected(node);
    if (level == depth) {
      return;
    }
    int at = tree * slots + slot;
    boolean leaf = nodes.isLeaf(node);
    feature[at] = leaf ? 0 : nodes.feature(node);
    // -0.0 for 0.0: x - (-0.0) is never -0.0, whose sign bit would say "less"
    threshold[at] = leaf || nodes.value(node) == 0 ? -0.0 : nodes.value(node);
    lay(nodes, tree, leaf ? node : nodes.left(node), 2 * slot, level + 1);
    lay(nodes, tree, leaf ? node : nodes.right(node), 2 * slot + 1, level + 1);
  }

  /**
   * Scores one row.
   *
   * @param row one finite value a feature
   * @return in (0, 1), higher is more unusual
   * @throws IllegalArgumentException when a value is missing, too many, or not finite
   */
  public double score(double[] row) {
    FeatureRows.requireRow(features, row);
    return score(pathLength(row));
  }

  /**
   * Scores a block; a few hundred rows make good use of the cache.
   *
   * @param rows row-major, shape [at least count, features]
   * @param count rows to score
   * @param scores receives the first {@code count} scores, each as of {@link #score(double[])}
   * @throws IllegalArgumentException when {@code rows} are not whole rows of finite values
   */
  public void score(double[] rows, int count, double[] scores) {
    FeatureRows.requireRows(features, rows, count);
    Arrays.fill(scores, 0, count, 0);
    for (int tree = 0; tree < trees; tree++) {
      addPaths(tree, rows, count, scores);
    }
    for (int row = 0; row < count; row++) {
      scores[row] = score(scores[row]);
    }
  }

  /** Four rows at a time: their steps do not wait for each other. */
  private void addPaths(int tree, double[] rows, int count, double[] sums) {
    int width = features.size();
    int base = tree * slots;
    int row = 0;
    for (; row + 4 <= count; row += 4) {
      int x0 = row * width;
      int x1 = x0 + width;
      int x2 = x1 + width;
      int x3 = x2 + width;
      int slot0 = 1;
      int slot1 = 1;
      int slot2 = 1;
      int slot3 = 1;
      for (int level = 0; level < depth; level++) {
        slot0 = next(base, slot0, rows, x0);
        slot1 = next(base, slot1, rows, x1);
        slot2 = next(base, slot2, rows, x2);
        slot3 = next(base, slot3, rows, x3);
      }
      sums[row] += expected[2 * base + slot0];
      sums[row + 1] += expected[2 * base + slot1];
      sums[row + 2] += expected[2 * base + slot2];
      sums[row + 3] += expected[2 * base + slot3];
    }
    for (; row < count; row++) {
      sums[row] += expected[2 * base + leaf(tree, rows, row * width)];
    }
  }

  /** Left, 2i, when the value is less than the threshold: then the sign bit of their difference is set. */
  private int next(int base, int slot, double[] rows, int offset) {
    double difference = rows[offset + feature[base + slot]] - threshold[base + slot];
    return 2 * slot + 1 - (int) (Double.doubleToRawLongBits(difference) >>> 63);
  }

  private int leaf(int tree, double[] rows, int offset) {
    int slot = 1;
    for (int level = 0; level < depth; level++) {
      slot = next(tree * slots, slot, rows, offset);
    }
    return slot;
  }

  /** Four trees at a time, as {@link #addPaths}; added in the order of the trees. */
  private double pathLength(double[] row) {
    double sum = 0;
    int tree = 0;
    for (; tree + 4 <= trees; tree += 4) {
      int base0 = tree * slots;
      int base1 = base0 + slots;
      int base2 = base1 + slots;
      int base3 = base2 + slots;
      int slot0 = 1;
      int slot1 = 1;
      int slot2 = 1;
      int slot3 = 1;
      for (int level = 0; level < depth; level++) {
        slot0 = next(base0, slot0, row, 0);
        slot1 = next(base1, slot1, row, 0);
        slot2 = next(base2, slot2, row, 0);
        slot3 = next(base3, slot3, row, 0);
      }
      sum += expected[2 * base0 + slot0];
      sum += expected[2 * base1 + slot1];
      sum += expected[2 * base2 + slot2];
      sum += expected[2 * base3 + slot3];
    }
    for (; tree < trees; tree++) {
      sum += expected[2 * tree * slots + leaf(tree, row, 0)];
    }
    return sum;
  }

  private double score(double sumOfPaths) {
    return Math.pow(2, -(sumOfPaths / trees) / normaliser);
  }

  /**
   * Says what each feature added. On a row's way down a tree each cut moves the path length to be expected, from the mean
   * of the training rows at the parent to the mean of those at the child; the difference is credited to the feature of
   * the cut. Summed over the trees and divided by their number and by {@code c}, <b>the contributions sum to {@code
   * log2(score) - log2(typical score)}</b>, the typical score being that of the mean path length of the training rows
   * ({@link #typicalScore}). The credit along a path is that of Saabas' method for regression trees.
   *
   * @param row one finite value a feature
   * @return one a feature, the largest contribution first; ties in the order of the features
   */
  public List<Contribution> reasons(double[] row) {
    FeatureRows.requireRow(features, row);
    double[] credit = new double[features.size()];
    for (int tree = 0; tree < trees; tree++) {
      creditCuts(tree, row, credit);
    }
    return ContributionOrder.of(features, row, typical, low, high, credit);
  }

  private void creditCuts(int tree, double[] row, double[] credit) {
    int slot = 1;
    for (int level = 0; level < depth; level++) {
      int child = next(tree * slots, slot, row, 0);
      double sooner = expected[tree * slots * 2 + slot] - expected[tree * slots * 2 + child];
      credit[feature[tree * slots + slot]] += sooner / (trees * normaliser);
      slot = child;
    }
  }

  /** Score of the mean path length of the training rows: what {@link #reasons} measures from. */
  public double typicalScore() {
    double sum = 0;
    for (int tree = 0; tree < trees; tree++) {
      sum += expected[tree * slots * 2 + 1];
    }
    return score(sum);
  }

  /**
   * Finds few features which, moved to their typical values, bring the score below {@code threshold}.
   *
   * @param row one finite value a feature
   * @return empty when moving every feature does not suffice
   * @see NearestTypical
   */
  public Optional<Counterfactual> counterfactual(double[] row, double threshold) {
    return new NearestTypical(features, typical, this::score).of(row, threshold);
  }
}
