package io.fedics.fl.train.tree;

import java.util.SplittableRandom;

/** Grows one classification tree, depth first. Not thread-safe. */
final class GiniTree {
  private final BinnedTable table;
  private final int[] classes;
  private final double[] weights;
  private final ForestSettings settings;
  private final int[] rows;
  private final int[] spare;
  private final SplittableRandom random;
  private final int count;
  private final int tried;
  private final int[] order;
  /** Weight per bin and class, and rows per bin, of one feature in one node. */
  private final double[] histogram;

  private final int[] inBin = new int[BinnedTable.MAX_BINS + 1];
  private final GrownTree.Nodes nodes;

  private int bestFeature;
  private int bestBin;
  private double bestScore;

  GiniTree(
      BinnedTable table,
      int[] classes,
      double[] weights,
      ForestSettings settings,
      int[] rows,
      SplittableRandom random) {
    this.table = table;
    this.classes = classes;
    this.weights = weights;
    this.settings = settings;
    this.rows = rows;
    this.spare = new int[rows.length];
    this.random = random;
    this.count = weights.length;
    int root = (int) Math.ceil(Math.sqrt(table.features));
    this.tried = Math.min(table.features, settings.features() == 0 ? root : settings.features());
    this.order = new int[table.features];
    for (int f = 0; f < order.length; f++) {
      order[f] = f;
    }
    this.histogram = new double[(BinnedTable.MAX_BINS + 1) * count];
    this.nodes = new GrownTree.Nodes(count);
  }

  GrownTree grow() {
    grow(0, rows.length, 0);
    return nodes.tree();
  }

  private int grow(int from, int to, int depth) {
    double[] whole = new double[count];
    for (int i = from; i < to; i++) {
      whole[classes[rows[i]]] += weights[classes[rows[i]]];
    }
    int node = nodes.leaf(shares(whole));
    if (depth < settings.maxDepth() && to - from >= 2 * settings.minLeaf() && !isPure(whole)) {
      findSplit(from, to, whole);
      if (bestFeature >= 0) {
        int feature = bestFeature;
        double threshold = table.cuts[feature][bestBin];
        int middle = partition(from, to, table.bins[feature], bestBin);
        int left = grow(from, middle, depth + 1);
        int right = grow(middle, to, depth + 1);
        nodes.split(node, feature, threshold, left, right);
      }
    }
    return node;
  }

  private static double[] shares(double[] whole) {
    double sum = 0;
    for (double w : whole) {
      sum += w;
    }
    double[] shares = new double[whole.length];
    for (int c = 0; c < whole.length; c++) {
      shares[c] = whole[c] / sum;
    }
    return shares;
  }

  private static boolean isPure(double[] whole) {
    int present = 0;
    for (double w : whole) {
      present += w > 0 ? 1 : 0;
    }
    return present < 2;
  }

  /** Tries more features when those drawn cannot split. */
  private void findSplit(int from, int to, double[] whole) {
    bestFeature = -1;
    bestScore = -1;
    int splittable = 0;
    for (int i = 0; i < order.length && splittable < tried; i++) {
      int other = i + random.nextInt(order.length - i);
      int feature = order[other];
      order[other] = order[i];
      order[i] = feature;
      splittable += tryFeature(feature, from, to, whole) ? 1 : 0;
    }
  }

  /** Maximises {@code Σc Lc² / L + Σc Rc² / R}, which minimises the Gini impurity of the children. */
  private boolean tryFeature(int feature, int from, int to, double[] whole) {
    byte[] bins = table.bins[feature];
    int low = BinnedTable.MAX_BINS;
    int high = 0;
    for (int i = from; i < to; i++) {
      int row = rows[i];
      int bin = bins[row] & 0xff;
      int c = classes[row];
      histogram[bin * count + c] += weights[c];
      inBin[bin]++;
      low = Math.min(low, bin);
      high = Math.max(high, bin);
    }
    if (low < high) {
      scan(feature, low, high, to - from, whole);
    }
    for (int bin = low; bin <= high; bin++) {
      if (inBin[bin] > 0) {
        inBin[bin] = 0;
        java.util.Arrays.fill(histogram, bin * count, (bin + 1) * count, 0);
      }
    }
    return low < high;
  }

  private void scan(int feature, int low, int high, int rowsHere, double[] whole) {
    double[] left = new double[count];
    double leftSum = 0;
    double leftSquares = 0;
    double rightSum = 0;
    double rightSquares = 0;
    for (double w : whole) {
      rightSum += w;
      rightSquares += w * w;
    }
    int leftRows = 0;
    for (int bin = low; bin < high; bin++) {
      if (inBin[bin] == 0) {
        continue;
      }
      leftRows += inBin[bin];
      for (int c = 0; c < count; c++) {
        double w = histogram[bin * count + c];
        double right = whole[c] - left[c];
        leftSquares += w * (2 * left[c] + w);
        rightSquares += w * (w - 2 * right);
        left[c] += w;
        leftSum += w;
        rightSum -= w;
      }
      if (leftRows < settings.minLeaf() || rowsHere - leftRows < settings.minLeaf()) {
        continue;
      }
      double score = leftSquares / leftSum + rightSquares / rightSum;
      if (score > bestScore) {
        bestScore = score;
        bestFeature = feature;
        bestBin = bin;
      }
    }
  }

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
