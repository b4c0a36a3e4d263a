package io.fedics.fl.train.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * One trained tree as flat arrays; node 0 is the root. A value ≤ the threshold, or NaN, goes left. A leaf has feature −1.
 *
 * @param feature per node
 * @param threshold per node
 * @param left child per node
 * @param right child per node
 * @param values per node, {@code outputs} numbers each: what a leaf adds
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record GrownTree(
    int[] feature, double[] threshold, int[] left, int[] right, double[] values, int outputs) {

  /** The leaf of a row. */
  int leaf(double[] row) {
    int node = 0;
    while (feature[node] >= 0) {
      node = row[feature[node]] > threshold[node] ? right[node] : left[node];
    }
    return node;
  }

  /** Collects nodes as they are split. */
  static final class Nodes {
    private final int outputs;
    private final List<int[]> links = new ArrayList<>();
    private final List<Double> thresholds = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();

    Nodes(int outputs) {
      this.outputs = outputs;
    }

    int leaf(double... value) {
      links.add(new int[] {-1, -1, -1});
      thresholds.add(0.0);
      values.add(value);
      return links.size() - 1;
    }

    void split(int node, int feature, double threshold, int left, int right) {
      links.set(node, new int[] {feature, left, right});
      thresholds.set(node, threshold);
    }

    GrownTree tree() {
      double[] flat = new double[values.size() * outputs];
      for (int node = 0; node < values.size(); node++) {
        System.arraycopy(values.get(node), 0, flat, node * outputs, outputs);
      }
      return new GrownTree(
          links.stream().mapToInt(l -> l[0]).toArray(),
          thresholds.stream().mapToDouble(Double::doubleValue).toArray(),
          links.stream().mapToInt(l -> l[1]).toArray(),
          links.stream().mapToInt(l -> l[2]).toArray(),
          flat,
          outputs);
    }
  }
}
