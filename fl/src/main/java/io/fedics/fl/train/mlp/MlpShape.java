package io.fedics.fl.train.mlp;

import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of the layers: features → 64 → 32 → outputs, or others.
 *
 * @param features numbers of one row; at least 1
 * @param hidden sizes of the hidden layers; each at least 1
 * @param activation of the hidden units
 * @param outputs 1: one logit, logistic loss, labels 0 and 1; more: one logit per class, softmax loss
 */
public record MlpShape(int features, List<Integer> hidden, Activation activation, int outputs) {
  private static final List<Integer> USUAL = List.of(64, 32);
  private static final int MOST = 100_000;

  public MlpShape {
    hidden = List.copyOf(hidden);
    require("features", features);
    hidden.forEach(size -> require("hidden layer", size));
    require("outputs", outputs);
  }

  private static void require(String name, int size) {
    if (size < 1 || size > MOST) {
      throw new IllegalArgumentException(
          name + ": " + size + " (expected: from 1 to " + MOST + ")");
    }
  }

  /** With rectified units. */
  public MlpShape(int features, List<Integer> hidden, int outputs) {
    this(features, hidden, Activation.RELU, outputs);
  }

  /** With hidden layers of 64 and 32 rectified units. */
  public static MlpShape usual(int features, int outputs) {
    return usual(features, Activation.RELU, outputs);
  }

  /** With hidden layers of 64 and 32. */
  public static MlpShape usual(int features, Activation activation, int outputs) {
    return new MlpShape(features, USUAL, activation, outputs);
  }

  /** Labels that are told apart. */
  public int classes() {
    return Math.max(2, outputs);
  }

  int layers() {
    return hidden.size() + 1;
  }

  int from(int layer) {
    return layer == 0 ? features : hidden.get(layer - 1);
  }

  int to(int layer) {
    return layer == hidden.size() ? outputs : hidden.get(layer);
  }

  /** All weights and biases. */
  public int parameters() {
    long sum = 0;
    for (int l = 0; l < layers(); l++) {
      sum += (from(l) + 1L) * to(l);
    }
    return Math.toIntExact(sum);
  }

  /** Shapes of the tensors in the order of the parameters: per layer weights {@code [from, to]}, then biases {@code [to]}. */
  public List<List<Integer>> tensors() {
    List<List<Integer>> shapes = new ArrayList<>();
    for (int l = 0; l < layers(); l++) {
      shapes.add(List.of(from(l), to(l)));
      shapes.add(List.of(to(l)));
    }
    return shapes;
  }
}
