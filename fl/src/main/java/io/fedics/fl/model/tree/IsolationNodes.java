package io.fedics.fl.model.tree;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;

/**
 * Isolation trees as they lie in a bundle: nodes tree by tree, each tree in preorder, so a node's left child is the next
 * one. Checked as a whole when made: every index is in range and every tree is a tree.
 *
 * <p>{@code tree_roots} first node of each tree; per node {@code node_feature} (-1: leaf), {@code node_right} (index of
 * the right child; 0 for a leaf), {@code node_value} (threshold, values less than it go left; of a leaf its path length)
 * and {@code node_expected} (mean path length of the training rows that came by; of a leaf its path length).
 */
final class IsolationNodes {
  /** A complete tree of this depth has 4,096 leaves: more than any subsample in use. */
  private static final int DEEPEST = 12;

  private final int[] roots;
  private final int[] feature;
  private final int[] right;
  private final double[] value;
  private final double[] expected;
  private final int features;
  private int depth;

  IsolationNodes(Bundle bundle) {
    this.roots = bundle.ints("tree_roots");
    this.feature = bundle.ints("node_feature");
    this.right = bundle.ints("node_right");
    this.value = bundle.doubles("node_value", feature.length);
    this.expected = bundle.doubles("node_expected", feature.length);
    this.features = bundle.features().size();
    if (roots.length == 0 || roots[0] != 0 || right.length != feature.length) {
      throw broken(0);
    }
    for (int tree = 0; tree < roots.length; tree++) {
      int end = tree + 1 < roots.length ? roots[tree + 1] : feature.length;
      if (endOf(roots[tree], 0) != end) {
        throw broken(roots[tree]);
      }
    }
  }

  /** First node behind the subtree. */
  private int endOf(int node, int level) {
    if (node < 0 || node >= feature.length || level > DEEPEST || feature[node] >= features) {
      throw broken(node);
    }
    depth = Math.max(depth, level);
    if (isLeaf(node)) {
      return node + 1;
    }
    if (endOf(left(node), level + 1) != right(node)) {
      throw broken(node);
    }
    return endOf(right(node), level + 1);
  }

  private static BundleException broken(int node) {
    return new BundleException(
        "bundle: node %d does not belong to a tree (expected: nodes in preorder, depth at most %d)"
            .formatted(node, DEEPEST));
  }

  int trees() {
    return roots.length;
  }

  /** Steps from a root to the farthest leaf. */
  int depth() {
    return depth;
  }

  int root(int tree) {
    return roots[tree];
  }

  boolean isLeaf(int node) {
    return feature[node] < 0;
  }

  int feature(int node) {
    return feature[node];
  }

  int left(int node) {
    return node + 1;
  }

  int right(int node) {
    return right[node];
  }

  double value(int node) {
    return value[node];
  }

  double expected(int node) {
    return isLeaf(node) ? value[node] : expected[node];
  }
}
