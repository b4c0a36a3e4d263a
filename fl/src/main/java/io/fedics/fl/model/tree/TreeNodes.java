package io.fedics.fl.model.tree;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;

/**
 * Nodes of {@link TreeEnsemble}, two longs each: the threshold's bits; the feature in the high and the left child in the
 * low half, the right child being the next. A leaf's threshold is infinite and its left child itself.
 */
final class TreeNodes {
  private static final int DEEPEST = 256;

  private final int[] feature;
  private final int[] right;
  private final double[] value;
  private final int features;
  private final int leafCount;
  private final int[] roots;
  private final long[] nodes;
  /** Number of each leaf by its place in {@code nodes}. */
  private final int[] leaf;

  private int free;

  TreeNodes(Bundle bundle, int leafCount) {
    this.feature = bundle.ints("node_feature");
    this.right = bundle.ints("node_right");
    this.value = bundle.doubles("node_value", feature.length);
    this.features = bundle.features().size();
    this.leafCount = leafCount;
    this.roots = bundle.ints("tree_roots");
    this.nodes = new long[2 * feature.length];
    this.leaf = new int[feature.length];
    if (roots.length == 0 || roots[0] != 0 || right.length != feature.length) {
      throw broken(0);
    }
    for (int tree = 0; tree < roots.length; tree++) {
      int root = roots[tree];
      int end = tree + 1 < roots.length ? roots[tree + 1] : feature.length;
      roots[tree] = free++;
      if (lay(root, roots[tree], 0) != end) {
        throw broken(root);
      }
    }
  }

  /** Returns the first node behind the subtree. */
  private int lay(int node, int place, int level) {
    if (node < 0 || node >= feature.length || level > DEEPEST || feature[node] >= features) {
      throw broken(node);
    }
    if (feature[node] < 0) {
      if (right[node] < 0 || right[node] >= leafCount) {
        throw broken(node);
      }
      leaf[place] = right[node];
      nodes[2 * place] = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
      nodes[2 * place + 1] = place;
      return node + 1;
    }
    int children = free;
    free += 2;
    if (free > feature.length) {
      throw broken(node);
    }
    // + 0.0 makes 0.0 of -0.0: 0.0 - x is never -0.0, whose sign bit would say "more"
    nodes[2 * place] = Double.doubleToRawLongBits(value[node] + 0.0);
    nodes[2 * place + 1] = (long) feature[node] << 32 | children;
    if (lay(node + 1, children, level + 1) != right[node]) {
      throw broken(node);
    }
    return lay(right[node], children + 1, level + 1);
  }

  private static BundleException broken(int node) {
    return new BundleException(
        "bundle: node %d does not belong to a tree (expected: nodes in preorder, depth at most %d)"
            .formatted(node, DEEPEST));
  }

  int count() {
    return roots.length;
  }

  int nodes() {
    return leaf.length;
  }

  /** Number of the leaf each row comes to. */
  void leaves(int tree, double[] rows, int width, int count, int[] leaves) {
    int row = 0;
    for (; row + 4 <= count; row += 4) {
      fourLeaves(roots[tree], rows, row * width, width, row, leaves);
    }
    for (; row < count; row++) {
      int place = roots[tree];
      int next = next(place, rows, row * width);
      while (next != place) {
        place = next;
        next = next(place, rows, row * width);
      }
      leaves[row] = leaf[place];
    }
  }

  private void fourLeaves(int root, double[] rows, int offset, int width, int row, int[] leaves) {
    int place0 = root;
    int place1 = root;
    int place2 = root;
    int place3 = root;
    boolean moving = true;
    while (moving) {
      int next0 = next(place0, rows, offset);
      int next1 = next(place1, rows, offset + width);
      int next2 = next(place2, rows, offset + 2 * width);
      int next3 = next(place3, rows, offset + 3 * width);
      moving = ((next0 ^ place0) | (next1 ^ place1) | (next2 ^ place2) | (next3 ^ place3)) != 0;
      place0 = next0;
      place1 = next1;
      place2 = next2;
      place3 = next3;
    }
    leaves[row] = leaf[place0];
    leaves[row + 1] = leaf[place1];
    leaves[row + 2] = leaf[place2];
    leaves[row + 3] = leaf[place3];
  }

  /** Right when the value is more than the threshold: then the sign bit of their difference is set. */
  private int next(int place, double[] rows, int offset) {
    long link = nodes[2 * place + 1];
    double difference =
        Double.longBitsToDouble(nodes[2 * place]) - rows[offset + (int) (link >>> 32)];
    return (int) link + (int) (Double.doubleToRawLongBits(difference) >>> 63);
  }
}
