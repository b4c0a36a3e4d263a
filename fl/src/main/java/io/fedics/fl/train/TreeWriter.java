package io.fedics.fl.train;

import io.fedics.fl.model.bundle.Bundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects trees in preorder as the arrays of a {@link io.fedics.fl.model.tree.TreeEnsemble}'s bundle. */
public final class TreeWriter {
  private final int leafWidth;
  private final List<Integer> roots = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final List<Integer> feature = new ArrayList<>();
  private final List<Integer> right = new ArrayList<>();
  private final List<Double> value = new ArrayList<>();
  private final List<Double> leaves = new ArrayList<>();
  private final Map<List<Double>, Integer> leafOf = new HashMap<>();

  /**
   * @param leafWidth numbers in a leaf: a share for every label, or 1
   */
  public TreeWriter(int leafWidth) {
    this.leafWidth = leafWidth;
  }

  /** Begins a tree; its nodes follow in preorder. */
  public void tree(int output) {
    roots.add(feature.size());
    outputs.add(output);
  }

  /** A node whose left child, values at most {@code threshold}, comes next; returns it for {@link #rightComesNow}. */
  public int split(int onFeature, double threshold) {
    feature.add(onFeature);
    right.add(0);
    value.add(threshold);
    return feature.size() - 1;
  }

  /** The left child of a node is complete. */
  public void rightComesNow(int node) {
    right.set(node, feature.size());
  }

  /** A leaf of {@code leafWidth} numbers. Equal leaves, in a forest most of them, are kept once. */
  public void leaf(double... values) {
    feature.add(-1);
    List<Double> content = Arrays.stream(values).boxed().toList();
    Integer known = leafOf.get(content);
    if (known == null) {
      known = leaves.size() / leafWidth;
      leafOf.put(content, known);
      leaves.addAll(content);
    }
    right.add(known);
    value.add(0.0);
  }

  /** All that was collected, into a bundle. */
  public Bundle.Builder into(Bundle.Builder bundle) {
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
