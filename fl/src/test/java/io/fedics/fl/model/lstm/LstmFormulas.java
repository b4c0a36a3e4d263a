package io.fedics.fl.model.lstm;

import io.fedics.fl.model.bundle.Bundle;
import java.util.Arrays;

/** The autoencoder's formulas one number at a time, in doubles: slow and plain to read. */
final class LstmFormulas {
  private final LstmWeights weights;
  private final LstmShape shape;
  private final float[] means;
  private final float[] scales;

  LstmFormulas(Bundle bundle) {
    this.weights = LstmWeights.from(bundle);
    this.shape = weights.shape();
    this.means = bundle.floats("means");
    this.scales = bundle.floats("scales");
  }

  double[][] normalised(float[] windows, int window) {
    double[][] input = new double[shape.steps()][shape.features()];
    for (int step = 0; step < shape.steps(); step++) {
      for (int f = 0; f < shape.features(); f++) {
        float raw = windows[(window * shape.steps() + step) * shape.features() + f];
        input[step][f] = (raw - means[f]) / scales[f];
      }
    }
    return input;
  }

  double raw(double normalised, int feature) {
    return normalised * scales[feature] + means[feature];
  }

  double[][] output(float[] windows, int window) {
    double[][] states = lstm(
        normalised(windows, window),
        LstmTensor.ENCODER_INPUT,
        LstmTensor.ENCODER_RECURRENT,
        LstmTensor.ENCODER_BIAS);
    double[] narrow =
        linear(states[shape.steps() - 1], LstmTensor.NARROW_WEIGHTS, bias(LstmTensor.NARROW_BIAS));
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = Math.tanh(narrow[i]);
    }
    double[][] repeated = new double[shape.steps()][];
    Arrays.fill(repeated, narrow);
    double[][] decoded = lstm(
        repeated, LstmTensor.DECODER_INPUT, LstmTensor.DECODER_RECURRENT, LstmTensor.DECODER_BIAS);
    double[][] output = new double[shape.steps()][];
    for (int step = 0; step < shape.steps(); step++) {
      output[step] = linear(decoded[step], LstmTensor.OUTPUT_WEIGHTS, bias(LstmTensor.OUTPUT_BIAS));
    }
    return output;
  }

  private double[][] lstm(
      double[][] inputs, LstmTensor input, LstmTensor recurrent, LstmTensor bias) {
    int units = shape.hidden();
    double[] h = new double[units];
    double[] c = new double[units];
    double[][] states = new double[inputs.length][];
    for (int step = 0; step < inputs.length; step++) {
      double[] z = linear(h, recurrent, linear(inputs[step], input, bias(bias)));
      for (int u = 0; u < units; u++) {
        double candidate = Math.tanh(z[u]);
        c[u] = logistic(z[units + u]) * c[u] + logistic(z[3 * units + u]) * candidate;
        h[u] = logistic(z[2 * units + u]) * Math.tanh(c[u]);
      }
      states[step] = h.clone();
    }
    return states;
  }

  private double[] bias(LstmTensor tensor) {
    float[] from = weights.tensor(tensor);
    double[] bias = new double[from.length];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = from[i];
    }
    return bias;
  }

  private double[] linear(double[] in, LstmTensor tensor, double[] start) {
    float[] w = weights.tensor(tensor);
    double[] out = start.clone();
    for (int row = 0; row < in.length; row++) {
      for (int column = 0; column < out.length; column++) {
        out[column] += in[row] * w[row * out.length + column];
      }
    }
    return out;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
