package io.fedics.fl.train;

import java.lang.reflect.Field;
import smile.model.cart.DecisionNode;
import smile.model.cart.Node;
import smile.model.cart.OrdinalNode;

/**
 * Writes Smile's decision trees. A cut's threshold is shown by no public method but a rounded print, so it is read by
 * reflection; made for Smile 6.2.5.
 */
final class SmileTreeWriter {
  private final TreeWriter writer;
  private final int labels;
  /** Label of each of Smile's classes: those that training rows had. */
  private final int[] present;

  SmileTreeWriter(TreeWriter writer, int labels, int[] present) {
    this.writer = writer;
    this.labels = labels;
    this.present = present.clone();
  }

  /** Shares of the labels in a leaf are Smile's (with its additive smoothing), times {@code weight}. */
  void add(Node root, double weight) {
    writer.tree(0);
    node(root, weight);
  }

  private void node(Node node, double weight) {
    switch (node) {
      case OrdinalNode cut -> {
        int at = writer.split(cut.feature(), threshold(cut));
        node(cut.trueChild(), weight);
        writer.rightComesNow(at);
        node(cut.falseChild(), weight);
      }
      case DecisionNode leaf -> writer.leaf(shares(leaf, weight));
      default -> throw new IllegalStateException("a node of another kind: " + node.getClass());
    }
  }

  private double[] shares(DecisionNode leaf, double weight) {
    double[] found = leaf.posteriori(new double[present.length]);
    double[] shares = new double[labels];
    for (int i = 0; i < present.length; i++) {
      shares[present[i]] = found[i] * weight;
    }
    return shares;
  }

  private static double threshold(OrdinalNode cut) {
    try {
      Field value = OrdinalNode.class.getDeclaredField("value");
      value.setAccessible(true);
      return value.getDouble(cut);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Smile than this was made for: OrdinalNode.value", e);
    }
  }
}
