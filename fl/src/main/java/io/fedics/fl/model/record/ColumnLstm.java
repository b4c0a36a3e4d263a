package io.fedics.fl.model.record;

import io.fedics.fl.model.bundle.Bundle;

/**
 * One layer of LSTM cells over the columns of a record, and one sum of what they hold after the last column. A step reads
 * which column it is (one of {@code steps} inputs is 1) and the column's value. In a bundle: {@code lstm_hidden}, {@code
 * lstm_weights} (inputs, shape {@code [steps + 1, 4 hidden]}; recurrent, {@code [hidden, 4 hidden]}; biases {@code [4
 * hidden]}; output {@code [hidden]} and its bias), gates in the order candidate, forget, output, input. Immutable.
 */
final class ColumnLstm {
  private static final int GATES = 4;

  private final int steps;
  private final int hidden;
  private final float[] weights;

  /**
   * @param steps columns of a record
   * @throws BundleException when there are not as many weights as the sizes say
   */
  ColumnLstm(Bundle bundle, int steps) {
    this.steps = steps;
    this.hidden = Math.clamp(bundle.whole("lstm_hidden"), 1, 4096);
    this.weights =
        bundle.floats("lstm_weights", GATES * hidden * (steps + 2 + hidden) + hidden + 1);
  }

  /**
   * @param values of the columns, shape {@code [steps]}
   */
  double sum(float[] values) {
    int gates = GATES * hidden;
    int recurrent = (steps + 1) * gates;
    int bias = recurrent + hidden * gates;
    float[] state = new float[hidden];
    float[] cells = new float[hidden];
    float[] sums = new float[gates];
    for (int step = 0; step < steps; step++) {
      for (int g = 0; g < gates; g++) {
        sums[g] = weights[bias + g]
            + weights[step * gates + g]
            + values[step] * weights[steps * gates + g];
      }
      for (int h = 0; h < hidden; h++) {
        for (int g = 0; g < gates; g++) {
          sums[g] += state[h] * weights[recurrent + h * gates + g];
        }
      }
      for (int h = 0; h < hidden; h++) {
        double candidate = Math.tanh(sums[h]);
        double forget = logistic(sums[hidden + h]);
        double output = logistic(sums[2 * hidden + h]);
        double input = logistic(sums[3 * hidden + h]);
        cells[h] = (float) (forget * cells[h] + input * candidate);
        state[h] = (float) (output * Math.tanh(cells[h]));
      }
    }
    int out = bias + gates;
    double sum = weights[out + hidden];
    for (int h = 0; h < hidden; h++) {
      sum += state[h] * weights[out + h];
    }
    return sum;
  }

  static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
