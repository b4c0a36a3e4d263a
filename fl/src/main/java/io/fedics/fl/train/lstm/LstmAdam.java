package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmGradients;
import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.train.ProximalTerm;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Adam on gradients of our own kernels. Weights start as Glorot and Bengio 2010, forget gates open (bias 1, Gers et al. 2000),
 * as with DL4J.
 */
final class LstmAdam implements LstmLearner {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** Tensors whose gradients are cut together. */
  private static final List<List<LstmTensor>> LAYERS = List.of(
      List.of(LstmTensor.ENCODER_INPUT, LstmTensor.ENCODER_RECURRENT, LstmTensor.ENCODER_BIAS),
      List.of(LstmTensor.NARROW_WEIGHTS, LstmTensor.NARROW_BIAS),
      List.of(LstmTensor.DECODER_INPUT, LstmTensor.DECODER_RECURRENT, LstmTensor.DECODER_BIAS),
      List.of(LstmTensor.OUTPUT_WEIGHTS, LstmTensor.OUTPUT_BIAS));

  private final LstmShape shape;
  private final double learningRate;
  private final double clip;
  private final ProximalTerm proximal;
  private final LstmGradients gradients;
  private final float[] sent;
  private final float[] parameters;
  private final double[] gradient;
  private final double[] first;
  private final double[] second;
  private int steps;

  LstmAdam(LstmWeights start, double learningRate, double clip) {
    this(start, learningRate, clip, ProximalTerm.NONE);
  }

  /**
   * @param proximal added to every gradient behind its cut, and holding to {@code start}
   */
  LstmAdam(LstmWeights start, double learningRate, double clip, ProximalTerm proximal) {
    this.shape = start.shape();
    this.learningRate = learningRate;
    this.clip = clip;
    this.proximal = proximal;
    this.gradients = LstmGradients.of(shape);
    this.sent = start.parameters();
    this.parameters = sent.clone();
    this.gradient = new double[parameters.length];
    this.first = new double[parameters.length];
    this.second = new double[parameters.length];
  }

  /** Weights to begin with. */
  static LstmWeights start(LstmShape shape, SplittableRandom random) {
    float[] parameters = new float[LstmTensor.parameters(shape)];
    for (LstmTensor tensor : LstmTensor.values()) {
      int from = tensor.offset(shape);
      double deviation = Math.sqrt(2.0 / fans(tensor, shape));
      for (int i = 0; i < tensor.size(shape); i++) {
        parameters[from + i] = switch (tensor) {
          case ENCODER_BIAS, DECODER_BIAS -> i / shape.hidden() == 1 ? 1 : 0;
          case NARROW_BIAS, OUTPUT_BIAS -> 0;
          default -> (float) (deviation * random.nextGaussian());
        };
      }
    }
    return LstmWeights.of(shape, parameters);
  }

  /** Inputs and outputs of a unit of the layer. */
  private static int fans(LstmTensor tensor, LstmShape shape) {
    return switch (tensor) {
      case ENCODER_INPUT, ENCODER_RECURRENT, ENCODER_BIAS -> shape.features() + 2 * shape.hidden();
      case DECODER_INPUT, DECODER_RECURRENT, DECODER_BIAS ->
        shape.bottleneck() + 2 * shape.hidden();
      case NARROW_WEIGHTS, NARROW_BIAS -> shape.hidden() + shape.bottleneck();
      case OUTPUT_WEIGHTS, OUTPUT_BIAS -> shape.hidden() + shape.features();
    };
  }

  @Override
  public void fit(float[] windows, int count) {
    Arrays.fill(gradient, 0);
    gradients.add(weights(), windows, count, Double.POSITIVE_INFINITY, gradient);
    double scale = (double) shape.steps() / count;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= scale;
    }
    LAYERS.forEach(this::cut);
    step(gradient);
  }

  private void cut(List<LstmTensor> layer) {
    int from = layer.getFirst().offset(shape);
    int to = layer.getLast().offset(shape) + layer.getLast().size(shape);
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += gradient[i] * gradient[i];
    }
    double factor = clip / Math.sqrt(squares);
    for (int i = from; factor < 1 && i < to; i++) {
      gradient[i] *= factor;
    }
  }

  /**
   * One step of the optimiser along a gradient that others computed.
   *
   * @param gradient gets the proximal term added
   */
  void step(double[] gradient) {
    hold(gradient);
    steps++;
    double rate = learningRate
        * Math.sqrt(1 - StrictMath.pow(BETA2, steps))
        / (1 - StrictMath.pow(BETA1, steps));
    for (int i = 0; i < parameters.length; i++) {
      first[i] = BETA1 * first[i] + (1 - BETA1) * gradient[i];
      second[i] = BETA2 * second[i] + (1 - BETA2) * gradient[i] * gradient[i];
      parameters[i] -= (float) (rate * first[i] / (Math.sqrt(second[i]) + EPSILON));
    }
  }

  private void hold(double[] gradient) {
    if (proximal.isNone()) {
      return; // the same bits as without
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += proximal.pull(parameters[i], sent[i]);
    }
  }

  @Override
  public LstmWeights weights() {
    return LstmWeights.of(shape, parameters);
  }
}
