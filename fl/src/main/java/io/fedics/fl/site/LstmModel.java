package io.fedics.fl.site;

import io.fedics.fl.grpc.Answer;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.model.lstm.WindowErrors;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.PrivateSettings;
import io.fedics.fl.train.lstm.LstmPlainTrainer;
import io.fedics.fl.train.lstm.LstmPrivateTrainer;
import io.fedics.fl.train.lstm.LstmStart;
import java.util.List;
import java.util.Map;

/**
 * The autoencoder of host-seconds, by Adam on windows of a site's hosts; a record is one window, so windows must not overlap.
 * Shape, features, means and scales are those of a public bundle, so sites scale alike and tell each other nothing for it.
 */
public final class LstmModel implements SiteModel {
  /** Of a window, in noised figures; few normal ones have more. */
  private static final double LARGEST_ERROR = 4;

  private final Bundle frame;
  private final LstmShape shape;
  private final float[] means;
  private final float[] scales;
  private final float[][] training;
  private final float[][] heldOut;

  /**
   * @param frame public autoencoder whose weights are replaced
   * @param training windows, each of shape [steps, features], finite, in the features' units; at least one
   * @param heldOut windows to judge on, as many values each; at least one
   * @throws IllegalArgumentException for no windows, or values of another number or not finite
   */
  public LstmModel(Bundle frame, List<float[]> training, List<float[]> heldOut) {
    this.frame = frame;
    this.shape = LstmAutoencoder.from(frame).shape();
    this.means = frame.floats("means", shape.features());
    this.scales = frame.floats("scales", shape.features());
    require("training", training);
    require("held-out", heldOut);
    this.training = training.stream().map(this::normalised).toArray(float[][]::new);
    this.heldOut = heldOut.toArray(float[][]::new);
  }

  private void require(String part, List<float[]> windows) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException(part + " windows: 0 (expected: at least 1)");
    }
    for (float[] window : windows) {
      if (window.length != shape.windowValues()) {
        throw new IllegalArgumentException("%s window: %d values (expected: %d x %d)"
            .formatted(part, window.length, shape.steps(), shape.features()));
      }
      for (float value : window) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              part + " window: " + value + " (expected: finite numbers)");
        }
      }
    }
  }

  private float[] normalised(float[] window) {
    float[] normalised = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      int f = i % means.length;
      normalised[i] = (window[i] - means[f]) / scales[f];
    }
    return normalised;
  }

  @Override
  public List<List<Integer>> tensors() {
    return LstmTensor.shapes(shape);
  }

  @Override
  public String words() {
    return "LSTM autoencoder %1$d → %2$d → %3$d → %2$d → %1$d"
        .formatted(shape.features(), shape.hidden(), shape.bottleneck());
  }

  @Override
  public double[] initial(long seed) {
    return doubles(LstmStart.of(shape, seed));
  }

  @Override
  public int records() {
    return training.length;
  }

  @Override
  public double[] train(double[] start, Learning learning, long seed) {
    var trainer = new LstmPlainTrainer(
        learning.epochs(), learning.batches(), learning.learningRate(), learning.proximal(), seed);
    return doubles(trainer.train(weights(start), training));
  }

  @Override
  public double[] trainPrivately(double[] start, PrivateSettings settings, SecretRandom secret) {
    return doubles(new LstmPrivateTrainer(settings, secret).train(weights(start), training));
  }

  /** Loss is the mean reconstruction error, that of {@link LstmScores#error}. */
  @Override
  public Answer.Evaluated evaluate(double[] parameters) {
    return heldOutFigures(parameters).bare();
  }

  @Override
  public HeldOutFigures heldOutFigures(double[] parameters) {
    LstmAutoencoder model = LstmAutoencoder.from(with(parameters));
    return new HeldOutFigures(WindowErrors.of(model, List.of(heldOut)), LARGEST_ERROR, Map.of());
  }

  /** The public bundle with other weights. */
  private Bundle with(double[] parameters) {
    return LstmAutoencoder.into(frame.change(), weights(parameters), means, scales)
        .build();
  }

  private LstmWeights weights(double[] parameters) {
    float[] floats = new float[parameters.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) parameters[i];
    }
    return LstmWeights.of(shape, floats);
  }

  private static double[] doubles(LstmWeights weights) {
    float[] floats = weights.parameters();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
