package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmGradients;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.privacy.NoisySum;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.PrivateSettings;
import io.fedics.fl.train.ProximalTerm;

/**
 * Adam with record-level differential privacy, a record being one window: in every step each window is drawn by itself
 * (Poisson sampling), its gradient is clipped by itself, the sum gets noise and is divided by the expected number of windows, a
 * constant (Abadi et al. 2016, <a href="https://arxiv.org/abs/1607.00133">arXiv:1607.00133</a>). Adam works on what was
 * released and costs nothing more, nor does a proximal term, which is added to it and knows no window.
 *
 * <p>Windows must not overlap, or a second would be in several records, and must have been scaled by public figures.
 */
public final class LstmPrivateTrainer {
  /** Windows computed in one go; bounds memory. */
  private static final int CHUNK = 512;

  private final PrivateSettings settings;
  private final SecretRandom random;

  public LstmPrivateTrainer(PrivateSettings settings, SecretRandom random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * @param start where to begin, and what the proximal term holds to; Adam remembers nothing of before
   * @param windows normalised, each of shape [steps, features], finite; at least one
   * @return weights that may be released at {@link PrivateSettings#cost}
   * @throws ArithmeticException when training diverges
   */
  public LstmWeights train(LstmWeights start, float[][] windows) {
    try {
      return trained(start, windows);
    } catch (IllegalArgumentException e) {
      throw LstmTrainer.diverged("", settings.learningRate(), settings.clipNorm(), e);
    }
  }

  private LstmWeights trained(LstmWeights start, float[][] windows) {
    // Gradients are those of the mean over the steps here, of the sum over them in
    // LstmPlainTrainer.
    ProximalTerm proximal = settings.proximal().times(1.0 / start.shape().steps());
    var adam = new LstmAdam(start, settings.learningRate(), Double.POSITIVE_INFINITY, proximal);
    var gradients = LstmGradients.of(start.shape());
    double expected = settings.samplingRate() * windows.length;
    for (int step = 0; step < settings.steps(); step++) {
      double[] gradient = noised(gradients, adam.weights(), windows);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= expected;
      }
      adam.step(gradient);
    }
    return adam.weights();
  }

  private double[] noised(LstmGradients gradients, LstmWeights weights, float[][] windows) {
    int size = weights.shape().windowValues();
    var sum = new NoisySum(
        LstmTensor.parameters(weights.shape()), settings.clipNorm(), settings.noiseMultiplier());
    var sink = new Clipped(sum);
    float[] taken = new float[CHUNK * size];
    int count = 0;
    for (float[] window : windows) {
      if (!random.takes(settings.samplingRate())) {
        continue;
      }
      System.arraycopy(window, 0, taken, count++ * size, size);
      if (count == CHUNK) {
        gradients.add(weights, taken, count, sink);
        count = 0;
      }
    }
    gradients.add(weights, taken, count, sink);
    return sum.release(random);
  }

  private record Clipped(NoisySum sum) implements LstmGradients.Sink {
    @Override
    public double factor(double norm) {
      return sum.factor(norm);
    }

    @Override
    public void add(int weight, double value) {
      sum.addScaled(weight, value);
    }
  }
}
