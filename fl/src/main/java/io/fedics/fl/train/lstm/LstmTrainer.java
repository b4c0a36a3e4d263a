package io.fedics.fl.train.lstm;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import io.fedics.fl.model.lstm.LstmWeights;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains an LSTM autoencoder in this process: Adam (Kingma and Ba 2015), squared error, gradients cut by layer, and the
 * weights of the epoch with the least error of windows held out. Errors are those of our own scorer. One thread; on
 * processors of one kind the same windows and settings give the same bundle.
 *
 * <p>With DL4J: its memory lies outside of Java's heap and its libraries stay loaded: see {@link LstmTraining}.
 */
public final class LstmTrainer {
  private final LstmSettings settings;
  private final SplittableRandom random;
  private final WindowSet windows;
  private final float[] means;
  private final float[] scales;

  /** Weights to begin with; random ones when there are none. */
  private final Optional<LstmWeights> start;

  private LstmTrainer(float[] values, LstmSettings settings, Optional<Bundle> from) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    this.windows = new WindowSet(values, settings, random);
    this.start = from.map(it -> weightsOf(it, settings));
    int features = settings.shape().features();
    if (from.isPresent()) {
      this.means = from.get().floats("means", features);
      this.scales = from.get().floats("scales", features);
      return;
    }
    double[] exactMeans = windows.means();
    double[] deviations = windows.deviations(exactMeans);
    this.means = new float[features];
    this.scales = new float[features];
    for (int f = 0; f < features; f++) {
      means[f] = (float) exactMeans[f];
      scales[f] = (float) Math.max(settings.leastScale(), deviations[f]);
    }
  }

  private static LstmWeights weightsOf(Bundle from, LstmSettings settings) {
    LstmWeights weights = LstmWeights.from(from.requireFeatures(settings.features()));
    if (!weights.shape().equals(settings.shape())) {
      throw new IllegalArgumentException(
          "weights to begin with: %s (expected: %s)".formatted(weights.shape(), settings.shape()));
    }
    return weights;
  }

  /**
   * Learns to repeat windows of normal activity.
   *
   * @param windows shape [at least 2, steps, features], row-major, finite, in the features' units
   * @param progress told after each epoch, by the calling thread
   * @return a bundle for {@link LstmAutoencoder}
   * @throws IllegalArgumentException when windows are too few or not finite
   * @throws ArithmeticException when training diverges
   */
  public static Bundle train(float[] windows, LstmSettings settings, Consumer<LstmEpoch> progress) {
    return new LstmTrainer(windows, settings, Optional.empty()).train(progress);
  }

  /**
   * The same from the weights of another bundle, on its scales: what comes out is no worse on the windows held out.
   *
   * @param from an autoencoder of the same features and sizes
   * @throws io.fedics.fl.model.bundle.BundleException when it is of other features
   */
  public static Bundle train(
      float[] windows, LstmSettings settings, Bundle from, Consumer<LstmEpoch> progress) {
    return new LstmTrainer(windows, settings, Optional.of(from)).train(progress);
  }

  private Bundle train(Consumer<LstmEpoch> progress) {
    LstmLearner learner = learner();
    int compared = Math.min(windows.heldOut(), windows.trained());
    float[] someTrained = windows.copy(0, compared);
    float[] heldOut = windows.copy(windows.trained(), windows.heldOut());
    double least = start.isEmpty()
        ? Double.POSITIVE_INFINITY
        : error(bundle(learner.weights(), 0, 0), heldOut);
    Bundle best = bundle(learner.weights(), 0, start.isEmpty() ? Float.MAX_VALUE : least);
    int bestEpoch = 0;
    for (int epoch = 1;
        epoch <= settings.epochs() && epoch <= bestEpoch + settings.patience();
        epoch++) {
      pass(learner, epoch);
      LstmWeights weights = weights(learner, epoch);
      Bundle now = bundle(weights, epoch, 0);
      double heldOutError = error(now, heldOut);
      double trainingError = error(now, someTrained);
      boolean better = heldOutError < least;
      if (better) {
        least = heldOutError;
        bestEpoch = epoch;
        best = bundle(weights, epoch, heldOutError);
      }
      progress.accept(new LstmEpoch(epoch, settings.epochs(), trainingError, heldOutError, better));
    }
    return best;
  }

  private LstmLearner learner() {
    return switch (settings.engine()) {
      case DL4J -> {
        var graph = new LstmGraph(
            settings.shape(), settings.learningRate(), settings.clip(), settings.seed());
        start.ifPresent(graph::load);
        yield graph;
      }
      case KERNELS ->
        new LstmAdam(
            start.orElseGet(() -> LstmAdam.start(settings.shape(), random.split())),
            settings.learningRate(),
            settings.clip());
    };
  }

  private void pass(LstmLearner learner, int epoch) {
    windows.shuffle(random);
    for (int from = 0; from < windows.trained(); from += settings.batch()) {
      int count = Math.min(settings.batch(), windows.trained() - from);
      try {
        learner.fit(windows.normalised(from, count, means, scales), count);
      } catch (IllegalArgumentException e) {
        throw diverged(epoch, e);
      }
    }
  }

  private LstmWeights weights(LstmLearner learner, int epoch) {
    try {
      return learner.weights();
    } catch (IllegalArgumentException e) {
      throw diverged(epoch, e);
    }
  }

  private ArithmeticException diverged(int epoch, IllegalArgumentException cause) {
    return diverged(" in epoch " + epoch, settings.learningRate(), settings.clip(), cause);
  }

  /** Windows were found finite, so what is not any more was made so. */
  static ArithmeticException diverged(
      String where, double learningRate, double clip, IllegalArgumentException cause) {
    var diverged = new ArithmeticException("training diverged%s (learning rate %s, clip %s): %s"
        .formatted(where, learningRate, clip, cause.getMessage()));
    diverged.initCause(cause);
    return diverged;
  }

  private double error(Bundle bundle, float[] values) {
    LstmAutoencoder model = LstmAutoencoder.from(bundle);
    int count = values.length / settings.shape().windowValues();
    LstmScores scores = model.scores(count);
    model.score(values, count, scores);
    double sum = 0;
    for (int window = 0; window < count; window++) {
      sum += scores.error(window);
    }
    return sum / count;
  }

  private Bundle bundle(LstmWeights weights, int epoch, double heldOutError) {
    var bundle = Bundle.of(LstmAutoencoder.KIND, LstmAutoencoder.KIND)
        .texts("features", settings.features())
        .text("schema", settings.schema())
        .text("card", card(epoch, heldOutError))
        .whole("seed", settings.seed())
        .whole("training_windows", windows.trained())
        .whole("held_out_windows", windows.heldOut())
        .whole("epoch", epoch)
        .number("held_out_error", heldOutError);
    return LstmAutoencoder.into(bundle, weights, means, scales).build();
  }

  private String card(int epoch, double heldOutError) {
    var shape = settings.shape();
    return """
        # LSTM autoencoder

        Repeats windows of %d steps of %d features through %d numbers; %d hidden units. Trained with %s on %d windows
        presumed normal, seed %d; the weights are those of epoch %d, whose mean squared error on %d windows held out,
        %.4f, was the least. Errors are at least 0, higher is more unusual; they need a calibration to mean the same at
        every site. It finds activity unlike that it learned from, whatever the reason; it does not name attacks.
        """.formatted(
            shape.steps(),
            shape.features(),
            shape.bottleneck(),
            shape.hidden(),
            settings.engine().words(),
            windows.trained(),
            settings.seed(),
            epoch,
            windows.heldOut(),
            heldOutError);
  }
}
