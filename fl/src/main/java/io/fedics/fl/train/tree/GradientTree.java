package io.fedics.fl.train.tree;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Grows one regression tree on first and second derivatives, the leaf with the largest gain first. A leaf's value is {@code
 * −G / (H + λ)}; histograms of the larger child come by subtraction. Sources: Chen and Guestrin 2016 (XGBoost), Ke et al.
 * 2017 (LightGBM).
 */
final class GradientTree {
  private static final int WIDTH = 2 * (BinnedTable.MAX_BINS + 1);
  private static final int PARALLEL_ROWS = 4_000;

  private final BinnedTable table;
  private final BoostingSettings settings;
  private final int[] features;
  private final double[] gradient;
  private final double[] hessian;
  private final int[] rows;
  private final int[] spare;

  /** Rows {@code from} to {@code to} of the order; {@code sums}: gradient and hessian per feature and bin. */
  @SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
  private record Leaf(int node, int from, int to, double g, double h, double[] sums, Split split) {}

  private record Split(int feature, int bin, double gain) {
    static final Split NONE = new Split(-1, 0, 0);
  }

  /**
   * @param rows in the tree; reordered
   * @param features that may split
   */
  GradientTree(
      BinnedTable table,
      BoostingSettings settings,
      int[] features,
      int[] rows,
      double[] gradient,
      double[] hessian) {
    this.table = table;
    this.settings = settings;
    this.features = features;
    this.rows = rows;
    this.spare = new int[rows.length];
    this.gradient = gradient;
    this.hessian = hessian;
  }

  GrownTree grow() {
    var nodes = new GrownTree.Nodes(1);
    var open = new PriorityQueue<Leaf>(
        Comparator.comparingDouble((Leaf leaf) -> -leaf.split.gain).thenComparingInt(Leaf::node));
    open.add(leaf(nodes, 0, rows.length, histogram(0, rows.length)));
    int leaves = 1;
    while (leaves < settings.leaves() && !open.isEmpty()) {
      Leaf best = open.poll();
      if (best.split.feature < 0) {
        break;
      }
      Split split = best.split;
      int middle = partition(best.from, best.to, table.bins[split.feature], split.bin);
      boolean leftSmaller = middle - best.from <= best.to - middle;
      double[] small = leftSmaller ? histogram(best.from, middle) : histogram(middle, best.to);
      double[] large = best.sums;
      for (int i = 0; i < large.length; i++) {
        large[i] -= small[i];
      }
      Leaf left = leaf(nodes, best.from, middle, leftSmaller ? small : large);
      Leaf right = leaf(nodes, middle, best.to, leftSmaller ? large : small);
      double threshold = table.cuts[split.feature][split.bin];
      nodes.split(best.node, split.feature, threshold, left.node, right.node);
      open.add(left);
      open.add(right);
      leaves++;
    }
    return nodes.tree();
  }

  private Leaf leaf(GrownTree.Nodes nodes, int from, int to, double[] sums) {
    double g = 0;
    double h = 0;
    for (int i = from; i < to; i++) {
      g += gradient[rows[i]];
      h += hessian[rows[i]];
    }
    int node = nodes.leaf(-settings.learningRate() * g / (h + settings.lambda()));
    return new Leaf(node, from, to, g, h, sums, best(sums, g, h));
  }

  private double[] histogram(int from, int to) {
    double[] sums = new double[features.length * WIDTH];
    IntStream all = IntStream.range(0, features.length);
    (to - from > PARALLEL_ROWS ? all.parallel() : all).forEach(f -> {
      byte[] bins = table.bins[features[f]];
      int base = f * WIDTH;
      for (int i = from; i < to; i++) {
        int row = rows[i];
        int at = base + 2 * (bins[row] & 0xff);
        sums[at] += gradient[row];
        sums[at + 1] += hessian[row];
      }
    });
    return sums;
  }

  private Split best(double[] sums, double g, double h) {
    Split best = Split.NONE;
    double least = settings.minLeafHessian();
    double whole = g * g / (h + settings.lambda());
    for (int f = 0; f < features.length; f++) {
      double left = 0;
      double leftHessian = 0;
      for (int bin = 0; bin < table.binsOf(features[f]) - 1; bin++) {
        left += sums[f * WIDTH + 2 * bin];
        leftHessian += sums[f * WIDTH + 2 * bin + 1];
        double rightHessian = h - leftHessian;
        if (rightHessian < least) {
          break;
        }
        if (leftHessian >= least) {
          double gain = left * left / (leftHessian + settings.lambda())
              + (g - left) * (g - left) / (rightHessian + settings.lambda())
              - whole;
          if (gain > best.gain + 1e-9) {
            best = new Split(features[f], bin, gain);
          }
        }
      }
    }
    return best;
  }

  /** Keeps the order on both sides, so that sums do not depend on the history. */
  private int partition(int from, int to, byte[] bins, int bin) {
    int left = from;
    int right = 0;
    for (int i = from; i < to; i++) {
      int row = rows[i];
      if ((bins[row] & 0xff) <= bin) {
        rows[left++] = row;
      } else {
        spare[right++] = row;
      }
    }
    System.arraycopy(spare, 0, rows, left, right);
    return left;
  }
}
