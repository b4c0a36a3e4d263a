package io.fedics.fl.train;

import java.util.Arrays;
import smile.util.function.DifferentiableMultivariateFunction;

/**
 * Weighted mean cross-entropy plus {@code l2 / 2 * ||weights||^2}, summed in the order of the rows. Parameters are the
 * weights, shape [labels, features], then the biases.
 */
final class SoftmaxLoss implements DifferentiableMultivariateFunction {
  private static final long serialVersionUID = 1L;

  private final transient double[][] rows;
  private final int[] labels;
  private final double[] weights;
  private final int classes;
  private final int features;
  private final double l2;
  private final double totalWeight;

  SoftmaxLoss(double[][] rows, int[] labels, double[] weights, int classes, double l2) {
    this.rows = rows;
    this.labels = labels;
    this.weights = weights;
    this.classes = classes;
    this.features = rows[0].length;
    this.l2 = l2;
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException("weight: " + weight + " (expected: at least 0)");
      }
      sum += weight;
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException("weights: sum " + sum + " (expected: positive)");
    }
    this.totalWeight = sum;
  }

  int size() {
    return classes * (features + 1);
  }

  @Override
  public double f(double[] parameters) {
    return g(parameters, new double[parameters.length]);
  }

  @Override
  public double g(double[] parameters, double[] gradient) {
    Arrays.fill(gradient, 0);
    double[] probabilities = new double[classes];
    double loss = 0;
    for (int row = 0; row < rows.length; row++) {
      double weight = weights[row] / totalWeight;
      loss += weight * logLoss(parameters, row, probabilities);
      for (int label = 0; label < classes; label++) {
        double error = weight * (probabilities[label] - (label == labels[row] ? 1 : 0));
        gradient[classes * features + label] += error;
        for (int i = 0; i < features; i++) {
          gradient[label * features + i] += error * rows[row][i];
        }
      }
    }
    for (int i = 0; i < classes * features; i++) {
      loss += l2 / 2 * parameters[i] * parameters[i];
      gradient[i] += l2 * parameters[i];
    }
    return loss;
  }

  /** Leaves the row's probabilities in {@code probabilities}. */
  private double logLoss(double[] parameters, int row, double[] probabilities) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < classes; label++) {
      double logit = parameters[classes * features + label];
      for (int i = 0; i < features; i++) {
        logit += parameters[label * features + i] * rows[row][i];
      }
      probabilities[label] = logit;
      highest = Math.max(highest, logit);
    }
    double own = probabilities[labels[row]];
    double sum = 0;
    for (int label = 0; label < classes; label++) {
      probabilities[label] = StrictMath.exp(probabilities[label] - highest);
      sum += probabilities[label];
    }
    for (int label = 0; label < classes; label++) {
      probabilities[label] /= sum;
    }
    return StrictMath.log(sum) + highest - own;
  }
}
