package io.fedics.fl.train.tree;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.train.TreeWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trained trees that add up.
 *
 * @param outputs numbers a leaf adds; 1 for two boosted classes
 * @param start added first
 * @param classes said
 * @param link from sums to probabilities
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record TreeModel(
    List<GrownTree> trees, int outputs, double[] start, int classes, Link link) {
  private static final int BLOCK = 256;

  /** How sums become probabilities. */
  public enum Link {
    /** Logistic or softmax. */
    LOGIT,
    /** Mean over the trees. */
    MEAN
  }

  /**
   * @param rows shape {@code [rows][features]}
   * @return shape {@code [rows][classes]}, each row sums to 1
   */
  public double[][] probabilities(double[][] rows) {
    double[][] all = new double[rows.length][];
    int blocks = (rows.length + BLOCK - 1) / BLOCK;
    IntStream.range(0, blocks).parallel().forEach(block -> {
      int from = block * BLOCK;
      int to = Math.min(rows.length, from + BLOCK);
      double[][] sums = new double[to - from][];
      for (int row = from; row < to; row++) {
        sums[row - from] = start.clone();
      }
      addTrees(rows, from, to, sums);
      for (int row = from; row < to; row++) {
        all[row] = link(sums[row - from]);
      }
    });
    return all;
  }

  /**
   * The trees as arrays of an {@link io.fedics.fl.model.tree.TreeEnsemble}, which scores alike; instead of NaN it wants a value
   * below all thresholds.
   */
  public Bundle.Builder into(Bundle.Builder bundle) {
    var writer = new TreeWriter(trees.getFirst().outputs());
    for (int t = 0; t < trees.size(); t++) {
      writer.tree(t * trees.get(t).outputs() % outputs);
      write(writer, trees.get(t), 0);
    }
    String name = link == Link.MEAN ? "mean" : outputs == 1 ? "logistic" : "softmax";
    return writer.into(bundle.text("link", name).doubles("base", start));
  }

  private static void write(TreeWriter writer, GrownTree tree, int node) {
    if (tree.feature()[node] < 0) {
      int from = node * tree.outputs();
      writer.leaf(Arrays.copyOfRange(tree.values(), from, from + tree.outputs()));
      return;
    }
    int written = writer.split(tree.feature()[node], tree.threshold()[node]);
    write(writer, tree, tree.left()[node]);
    writer.rightComesNow(written);
    write(writer, tree, tree.right()[node]);
  }

  private void addTrees(double[][] rows, int from, int to, double[][] sums) {
    for (int t = 0; t < trees.size(); t++) {
      GrownTree tree = trees.get(t);
      int first = t * tree.outputs() % outputs; // boosted trees take turns with the classes
      for (int row = from; row < to; row++) {
        int leaf = tree.leaf(rows[row]) * tree.outputs();
        for (int k = 0; k < tree.outputs(); k++) {
          sums[row - from][first + k] += tree.values()[leaf + k];
        }
      }
    }
  }

  private double[] link(double[] sums) {
    if (link == Link.MEAN) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] /= trees.size();
      }
      return sums;
    }
    probabilities(sums);
    return outputs == 1 ? new double[] {1 - sums[0], sums[0]} : sums;
  }

  /** In place: of one margin its logistic, of several their softmax. */
  static void probabilities(double[] margin) {
    if (margin.length == 1) {
      margin[0] = 1 / (1 + Math.exp(-margin[0]));
      return;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (double m : margin) {
      most = Math.max(most, m);
    }
    double sum = 0;
    for (int k = 0; k < margin.length; k++) {
      margin[k] = Math.exp(margin[k] - most);
      sum += margin[k];
    }
    for (int k = 0; k < margin.length; k++) {
      margin[k] /= sum;
    }
  }
}
