package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;

/**
 * Fully connected layers, the larger of 0 and the sum between them; the last gives one sum. Source of the weights: {@code
 * ann_sizes} (inputs, hidden layers, 1) and {@code ann_weights} (layer by layer, shape {@code [inputs, outputs]} row by row,
 * then its biases). Immutable.
 */
final class DenseLayers {
  private final int[] sizes;
  private final float[] weights;

  /**
   * @throws BundleException when there are not as many weights as the sizes say
   */
  DenseLayers(Bundle bundle) {
    this.sizes = bundle.ints("ann_sizes");
    int count = 0;
    boolean valid = sizes.length >= 2 && sizes[sizes.length - 1] == 1;
    for (int layer = 0; layer + 1 < sizes.length; layer++) {
      valid &= sizes[layer] > 0;
      count += (sizes[layer] + 1) * sizes[layer + 1];
    }
    if (!valid) {
      throw new BundleException("bundle %s: ann_sizes (expected: 2 or more, positive, the last 1)"
          .formatted(bundle.name()));
    }
    this.weights = bundle.floats("ann_weights", count);
  }

  int inputs() {
    return sizes[0];
  }

  /**
   * @param input shape {@code [inputs]}
   * @return the last layer's sum
   */
  double sum(float[] input) {
    float[] values = input;
    int at = 0;
    for (int layer = 0; layer + 1 < sizes.length; layer++) {
      int outputs = sizes[layer + 1];
      float[] sums = new float[outputs];
      System.arraycopy(weights, at + sizes[layer] * outputs, sums, 0, outputs);
      for (int in = 0; in < sizes[layer]; in++) {
        if (values[in] != 0) {
          for (int out = 0; out < outputs; out++) {
            sums[out] += values[in] * weights[at + in * outputs + out];
          }
        }
      }
      at += (sizes[layer] + 1) * outputs;
      if (layer + 2 < sizes.length) {
        for (int out = 0; out < outputs; out++) {
          sums[out] = Math.max(0, sums[out]);
        }
      }
      values = sums;
    }
    return values[0];
  }
}
