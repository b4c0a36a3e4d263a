package io.fedics.fl.train.mlp;

import io.fedics.fl.privacy.NoisySum;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.PrivateSettings;

/**
 * Stochastic gradient descent with record-level differential privacy (Abadi et al. 2016, <a
 * href="https://arxiv.org/abs/1607.00133">arXiv:1607.00133</a>): in every step each record is drawn by itself (Poisson
 * sampling, not a shuffle), each record's gradient is clipped by itself, the sum gets noise and is divided by the expected
 * batch size, a constant. An empty batch is a step like any other. A proximal term is added to what was noised: it knows no record.
 *
 * <p>Rows must have been scaled by figures that are no secret of these records (public ranges), or by noised and charged ones.
 */
public final class PrivateTrainer {
  private final PrivateSettings settings;
  private final SecretRandom random;

  public PrivateTrainer(PrivateSettings settings, SecretRandom random) {
    this.settings = settings;
    this.random = random;
  }

  /**
   * @param start where to begin, and what the proximal term holds to; not changed
   * @param rows shape {@code [records, features]}, finite
   * @param labels in 0 … classes - 1, one per row
   * @return the trained network, which may be released at {@link PrivateSettings#cost}
   * @throws IllegalArgumentException for no rows, labels out of range, NaN or infinity
   */
  public Mlp train(Mlp start, double[][] rows, int[] labels) {
    LabelledRows.require(start.shape(), rows, labels);
    Mlp mlp = Mlp.of(start.shape(), start.parameters());
    double[] step = new double[start.shape().parameters()];
    double[] sent = start.parameters();
    double batch = settings.samplingRate() * rows.length;
    for (int s = 0; s < settings.steps(); s++) {
      double[] gradient = gradient(mlp, rows, labels);
      for (int i = 0; i < step.length; i++) {
        step[i] = settings.momentum() * step[i] - settings.learningRate() * gradient[i] / batch;
      }
      mlp.hold(sent, settings.proximal(), settings.learningRate(), step);
      mlp.move(step);
    }
    return mlp;
  }

  /** Noised sum of the clipped gradients of one Poisson-sampled batch. */
  private double[] gradient(Mlp mlp, double[][] rows, int[] labels) {
    var sum =
        new NoisySum(mlp.shape().parameters(), settings.clipNorm(), settings.noiseMultiplier());
    for (int i = 0; i < rows.length; i++) {
      if (random.takes(settings.samplingRate())) {
        double norm = mlp.backward(rows[i], labels[i]);
        mlp.gradient(sum.factor(norm), sum::addScaled);
      }
    }
    return sum.release(random);
  }
}
