package io.fedics.fl.train.dense;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fully connected layers, tanh between them, linear at the end; squared error; Adam (Kingma and Ba 2015). Weights start as
 * Glorot and Bengio 2010. Not thread-safe while it is trained.
 */
final class DenseNetwork {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final int[] sizes;
  /** Layer l: {@code [sizes[l]][sizes[l + 1]]} row by row, then the biases. */
  private final float[][] weights;

  private final float[][] gradients;
  private final float[][] first;
  private final float[][] second;
  private int steps;

  DenseNetwork(int[] sizes, SplittableRandom random) {
    this.sizes = sizes.clone();
    int layers = sizes.length - 1;
    weights = new float[layers][];
    for (int l = 0; l < layers; l++) {
      double bound = Math.sqrt(6.0 / (sizes[l] + sizes[l + 1]));
      weights[l] = new float[(sizes[l] + 1) * sizes[l + 1]];
      for (int i = 0; i < sizes[l] * sizes[l + 1]; i++) {
        weights[l][i] = (float) random.nextDouble(-bound, bound);
      }
    }
    gradients = alike();
    first = alike();
    second = alike();
  }

  private float[][] alike() {
    return Arrays.stream(weights).map(w -> new float[w.length]).toArray(float[][]::new);
  }

  /**
   * @return activations of every layer, the input first
   */
  float[][] forward(float[] input) {
    float[][] layers = new float[sizes.length][];
    layers[0] = input;
    for (int l = 0; l < weights.length; l++) {
      int to = sizes[l + 1];
      float[] w = weights[l];
      float[] out = Arrays.copyOfRange(w, sizes[l] * to, w.length);
      for (int i = 0; i < sizes[l]; i++) {
        float in = layers[l][i];
        if (in != 0) {
          int base = i * to;
          for (int j = 0; j < to; j++) {
            out[j] += in * w[base + j];
          }
        }
      }
      if (l < weights.length - 1) {
        for (int j = 0; j < to; j++) {
          out[j] = (float) Math.tanh(out[j]);
        }
      }
      layers[l + 1] = out;
    }
    return layers;
  }

  /** Adds the gradients of half the squared error. */
  void backward(float[] input, float[] target) {
    float[][] layers = forward(input);
    float[] delta = layers[sizes.length - 1].clone();
    for (int j = 0; j < delta.length; j++) {
      delta[j] -= target[j];
    }
    for (int l = weights.length - 1; l >= 0; l--) {
      delta = backward(l, layers[l], delta);
    }
  }

  private float[] backward(int l, float[] in, float[] delta) {
    int to = sizes[l + 1];
    float[] w = weights[l];
    float[] g = gradients[l];
    float[] before = new float[sizes[l]];
    for (int i = 0; i < sizes[l]; i++) {
      int base = i * to;
      float x = in[i];
      if (x != 0) {
        for (int j = 0; j < to; j++) {
          g[base + j] += x * delta[j];
        }
      }
      if (l > 0) {
        float sum = 0;
        for (int j = 0; j < to; j++) {
          sum += w[base + j] * delta[j];
        }
        before[i] = sum * (1 - x * x);
      }
    }
    int base = sizes[l] * to;
    for (int j = 0; j < to; j++) {
      g[base + j] += delta[j];
    }
    return before;
  }

  /** One step with the mean of the gradients added since the last. */
  void step(float rate, int rows) {
    steps++;
    float corrected =
        (float) (rate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps)));
    for (int l = 0; l < weights.length; l++) {
      float[] w = weights[l];
      for (int i = 0; i < w.length; i++) {
        float g = gradients[l][i] / rows;
        first[l][i] = BETA1 * first[l][i] + (1 - BETA1) * g;
        second[l][i] = BETA2 * second[l][i] + (1 - BETA2) * g * g;
        w[i] -= corrected * first[l][i] / ((float) Math.sqrt(second[l][i]) + EPSILON);
        gradients[l][i] = 0;
      }
    }
  }
}
