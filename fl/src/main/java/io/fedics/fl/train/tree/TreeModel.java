package io.fedics.fl.train.tree;

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
