package io.fedics.fl.train.mlp;

import io.fedics.fl.train.ProximalTerm;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fully connected layers with an {@link Activation} between them; logistic or softmax loss. Parameters lie end to end as {@link
 * MlpShape#tensors} says. Not thread-safe: activations are kept between calls.
 */
public final class Mlp {
  private final MlpShape shape;
  private final double[] parameters;
  /** Index of each layer's first weight; its biases follow its weights. */
  private final int[] offsets;
  /** The row and what each layer makes of it; logits last. */
  private final double[][] activations;
  /** Gradient of the loss by each layer's sums before activation. */
  private final double[][] deltas;

  private Mlp(MlpShape shape, double[] parameters) {
    this.shape = shape;
    this.parameters = parameters;
    int layers = shape.layers();
    offsets = new int[layers + 1];
    activations = new double[layers + 1][];
    deltas = new double[layers][];
    activations[0] = new double[shape.features()];
    for (int l = 0; l < layers; l++) {
      offsets[l + 1] = offsets[l] + (shape.from(l) + 1) * shape.to(l);
      activations[l + 1] = new double[shape.to(l)];
      deltas[l] = new double[shape.to(l)];
    }
  }

  /**
   * Weights of mean 0 and variance 2 / inputs, biases 0 (He et al. 2015, <a
   * href="https://arxiv.org/abs/1502.01852">arXiv:1502.01852</a>).
   */
  public static Mlp random(MlpShape shape, long seed) {
    var mlp = new Mlp(shape, new double[shape.parameters()]);
    var random = new SplittableRandom(seed);
    for (int l = 0; l < shape.layers(); l++) {
      double bound = Math.sqrt(6.0 / shape.from(l));
      int weights = shape.from(l) * shape.to(l);
      for (int i = 0; i < weights; i++) {
        mlp.parameters[mlp.offsets[l] + i] = random.nextDouble(-bound, bound);
      }
    }
    return mlp;
  }

  /**
   * @param parameters copied
   * @throws IllegalArgumentException for another number of them, NaN or infinity
   */
  public static Mlp of(MlpShape shape, double[] parameters) {
    if (parameters.length != shape.parameters()) {
      throw new IllegalArgumentException("parameters: %d (expected: %d for %s)"
          .formatted(parameters.length, shape.parameters(), shape));
    }
    if (!Arrays.stream(parameters).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("parameters: NaN or infinite (expected: finite)");
    }
    return new Mlp(shape, parameters.clone());
  }

  public MlpShape shape() {
    return shape;
  }

  /** A copy. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** Adds to a step what a proximal term asks for, at the parameters as they are. */
  void hold(double[] sent, ProximalTerm proximal, double learningRate, double[] step) {
    if (proximal.isNone()) {
      return; // the same bits as without
    }
    for (int i = 0; i < step.length; i++) {
      step[i] -= learningRate * proximal.pull(parameters[i], sent[i]);
    }
  }

  /** Adds to every parameter. */
  void move(double[] step) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += step[i];
    }
  }

  /**
   * @param row shape {@code [features]}, finite
   * @return probability of each class, shape {@code [classes]}; sums to 1
   */
  public double[] probabilities(double[] row) {
    forward(row);
    return probabilities();
  }

  /**
   * Of a network with one output: logarithm of the odds that the label is 1.
   *
   * @param row shape {@code [features]}, finite
   * @throws IllegalStateException when there are more outputs
   */
  public double logit(double[] row) {
    requireOneOutput();
    forward(row);
    return activations[shape.layers()][0];
  }

  private void requireOneOutput() {
    if (shape.outputs() != 1) {
      throw new IllegalStateException(
          "outputs: " + shape.outputs() + " (expected: 1, two classes)");
    }
  }

  /** Loss of one row: cross-entropy, in nats. */
  public double loss(double[] row, int label) {
    forward(row);
    return lossOfLogits(label);
  }

  private double[] probabilities() {
    double[] logits = activations[shape.layers()];
    if (shape.outputs() == 1) {
      double one = logistic(logits[0]);
      return new double[] {logistic(-logits[0]), one};
    }
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = Math.exp(logits[k] - largest);
      sum += probabilities[k];
    }
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }

  private double lossOfLogits(int label) {
    double[] logits = activations[shape.layers()];
    if (shape.outputs() == 1) {
      double margin = label == 1 ? logits[0] : -logits[0];
      return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    double largest = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return largest + Math.log(sum) - logits[label];
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private void forward(double[] row) {
    if (row.length != shape.features()) {
      throw new IllegalArgumentException(
          "row: %d numbers (expected: %d)".formatted(row.length, shape.features()));
    }
    System.arraycopy(row, 0, activations[0], 0, row.length);
    for (int l = 0; l < shape.layers(); l++) {
      forward(l);
    }
  }

  private void forward(int l) {
    double[] in = activations[l];
    double[] out = activations[l + 1];
    int to = out.length;
    System.arraycopy(parameters, offsets[l] + in.length * to, out, 0, to);
    for (int i = 0; i < in.length; i++) {
      double value = in[i];
      if (value != 0) {
        int base = offsets[l] + i * to;
        for (int j = 0; j < to; j++) {
          out[j] += value * parameters[base + j];
        }
      }
    }
    if (l < shape.layers() - 1) {
      for (int j = 0; j < to; j++) {
        out[j] = shape.activation().of(out[j]);
      }
    }
  }

  /**
   * Runs one example forth and back, and keeps what its gradient is made of.
   *
   * @param label in 0 … classes - 1
   * @return L2 norm of the gradient over all parameters. It is never laid out for that: a layer's gradient is the outer
   *     product of its inputs (and 1, for the biases) with its deltas, so its norm is the product of theirs (Goodfellow
   *     2015, <a href="https://arxiv.org/abs/1510.01799">arXiv:1510.01799</a>)
   */
  double backward(double[] row, int label) {
    forward(row);
    int last = shape.layers() - 1;
    double[] probabilities = probabilities();
    for (int k = 0; k < shape.outputs(); k++) {
      int outputClass = shape.outputs() == 1 ? 1 : k;
      deltas[last][k] = probabilities[outputClass] - (label == outputClass ? 1 : 0);
    }
    double squares = 0;
    for (int l = last; l >= 0; l--) {
      squares += (1 + squares(activations[l])) * squares(deltas[l]);
      if (l > 0) {
        backward(l);
      }
    }
    return Math.sqrt(squares);
  }

  /** Deltas of the layer before. */
  private void backward(int l) {
    double[] in = activations[l];
    double[] delta = deltas[l];
    for (int i = 0; i < in.length; i++) {
      double slope = shape.activation().slope(in[i]);
      double sum = 0;
      if (slope != 0) {
        int base = offsets[l] + i * delta.length;
        for (int j = 0; j < delta.length; j++) {
          sum += parameters[base + j] * delta[j];
        }
      }
      deltas[l - 1][i] = slope * sum;
    }
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /**
   * Of a network with one output: direction in which the loss of a row falls fastest, also where the model is so sure that its
   * gradient is nothing.
   *
   * @param label 0 or 1
   * @return shape {@code [parameters]}, of length 1
   * @throws IllegalStateException when there are more outputs
   */
  public double[] descent(double[] row, int label) {
    requireOneOutput();
    int unlikely = probabilities(row)[1] > 0.5 ? 0 : 1;
    double norm = backward(row, unlikely); // its loss rises where that of the other label falls
    double[] descent = new double[shape.parameters()];
    gradient(
        (unlikely == label ? -1 : 1) / norm, (parameter, value) -> descent[parameter] += value);
    return descent;
  }

  /** Takes one number of a gradient. */
  interface Sink {
    void add(int parameter, double value);
  }

  /** Gives the gradient of the last {@link #backward}, times a factor, number by number; zeros may be left out. */
  void gradient(double factor, Sink sink) {
    for (int l = 0; l < shape.layers(); l++) {
      double[] in = activations[l];
      double[] delta = deltas[l];
      int to = delta.length;
      for (int i = 0; i <= in.length; i++) {
        double value = factor * (i == in.length ? 1 : in[i]);
        if (value != 0) {
          int base = offsets[l] + i * to;
          for (int j = 0; j < to; j++) {
            sink.add(base + j, value * delta[j]);
          }
        }
      }
    }
  }
}
