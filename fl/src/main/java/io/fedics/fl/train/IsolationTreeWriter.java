package io.fedics.fl.train;

import io.fedics.fl.model.bundle.Bundle;
import java.util.ArrayList;
import java.util.List;
import smile.anomaly.IsolationTree;

/** Collects Smile's trees as the arrays of an isolation forest's bundle. */
final class IsolationTreeWriter {
  private final List<Integer> roots = new ArrayList<>();
  private final List<Integer> feature = new ArrayList<>();
  private final List<Integer> right = new ArrayList<>();
  private final List<Double> value = new ArrayList<>();

  void add(IsolationTree tree) {
    roots.add(feature.size());
    node(SmileIsolationTree.root(tree));
  }

  private void node(Object node) {
    int at = feature.size();
    Object left = SmileIsolationTree.left(node);
    feature.add(-1);
    right.add(0);
    value.add(0.0);
    if (left == null) {
      value.set(at, SmileIsolationTree.pathLength(node));
      return;
    }
    double[] slope = SmileIsolationTree.slope(node);
    int axis = axis(slope);
    double threshold = SmileIsolationTree.intercept(node)[axis];
    boolean turned = slope[axis] < 0;
    feature.set(at, axis);
    // Smile goes left when slope * x < slope * threshold. With a negative slope that is x >
    // threshold, so the children
    // change places, and "at most the threshold" becomes "less than the next number".
    value.set(at, turned ? Math.nextUp(threshold) : threshold);
    node(turned ? SmileIsolationTree.right(node) : left);
    right.set(at, feature.size());
    node(turned ? left : SmileIsolationTree.right(node));
  }

  private static int axis(double[] slope) {
    for (int i = 0; i < slope.length; i++) {
      if (slope[i] != 0) {
        return i;
      }
    }
    return 0; // never drawn in practice; a cut of slope 0 sends everything right, and so does ours
    // below the minimum
  }

  /** Adds the trees and the mean path lengths of {@code rows}. */
  void write(Bundle.Builder bundle, double[][] rows) {
    double[] sum = new double[feature.size()];
    int[] seen = new int[feature.size()];
    for (int root : roots) {
      for (double[] row : rows) {
        walk(root, row, sum, seen);
      }
      mean(root, sum, seen);
    }
    bundle
        .ints("tree_roots", ints(roots))
        .ints("node_feature", ints(feature))
        .ints("node_right", ints(right))
        .doubles("node_value", value.stream().mapToDouble(Double::doubleValue).toArray())
        .doubles("node_expected", sum);
  }

  private double walk(int node, double[] row, double[] sum, int[] seen) {
    int axis = feature.get(node);
    double length;
    if (axis < 0) {
      length = value.get(node);
    } else {
      int child = row[axis] < value.get(node) ? node + 1 : right.get(node);
      length = walk(child, row, sum, seen);
    }
    sum[node] += length;
    seen[node]++;
    return length;
  }

  /** Where none of the rows came by: the mean of the children. */
  private double mean(int node, double[] sum, int[] seen) {
    if (feature.get(node) < 0) {
      sum[node] = value.get(node);
      return sum[node];
    }
    double left = mean(node + 1, sum, seen);
    double other = mean(right.get(node), sum, seen);
    sum[node] = seen[node] > 0 ? sum[node] / seen[node] : (left + other) / 2;
    return sum[node];
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
