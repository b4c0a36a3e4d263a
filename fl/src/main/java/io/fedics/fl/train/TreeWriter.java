package io.fedics.fl.train;

import io.fedics.fl.model.Bundle;
import java.util.ArrayList;
import java.util.List;

/** Collects trees in preorder as the arrays of a {@link io.fedics.fl.model.TreeEnsemble}'s bundle. */
final class TreeWriter {
  private final int leafWidth;
  private final List<Integer> roots = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final List<Integer> feature = new ArrayList<>();
  private final List<Integer> right = new ArrayList<>();
  private final List<Double> value = new ArrayList<>();
  private final List<Double> leaves = new ArrayList<>();

  TreeWriter(int leafWidth) {
    this.leafWidth = leafWidth;
  }

  /** Begins a tree; its nodes follow in preorder. */
  void tree(int output) {
    roots.add(feature.size());
    outputs.add(output);
  }

  /** A node whose left child comes next; returns it for {@link #rightComesNow}. */
  int split(int onFeature, double threshold) {
    feature.add(onFeature);
    right.add(0);
    value.add(threshold);
    return feature.size() - 1;
  }

  void rightComesNow(int node) {
    right.set(node, feature.size());
  }

  void leaf(double... values) {
    feature.add(-1);
    right.add(leaves.size() / leafWidth);
    value.add(0.0);
    for (double each : values) {
      leaves.add(each);
    }
  }

  Bundle.Builder into(Bundle.Builder bundle) {
    return bundle
        .ints("tree_roots", ints(roots))
        .ints("tree_output", ints(outputs))
        .ints("node_feature", ints(feature))
        .ints("node_right", ints(right))
        .doubles("node_value", doubles(value))
        .doubles("leaf_values", doubles(leaves))
        .whole("leaf_width", leafWidth);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
