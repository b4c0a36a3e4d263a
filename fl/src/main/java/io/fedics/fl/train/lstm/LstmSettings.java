package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmShape;
import java.util.List;

/**
 * How an LSTM autoencoder is trained.
 *
 * @param schema version of the features' meaning, say {@code host-activity/1}
 * @param features names, in the order in which they lie in a step
 * @param shape sizes; as many features as there are names
 * @param seed of first weights, order of windows and choice of those held out
 * @param epochs most passes over the windows, 1 to 10,000
 * @param patience epochs without a lower error of the windows held out after which it stops, at least 1
 * @param batch windows a step of the optimiser, 1 to 4,096
 * @param heldOut share of windows that is not trained on, in (0, 0.5]
 * @param learningRate of Adam, positive
 * @param clip largest norm of a layer's gradient (of the mean over windows of the squared error summed over steps), positive
 * @param leastScale floor of a feature's scale, in its unit, so that one which hardly varies does not decide alone; positive
 * @param engine what computes the gradients
 */
public record LstmSettings(
    String schema,
    List<String> features,
    LstmShape shape,
    long seed,
    int epochs,
    int patience,
    int batch,
    double heldOut,
    double learningRate,
    double clip,
    double leastScale,
    LstmEngine engine) {
  public LstmSettings {
    features = List.copyOf(features);
    if (features.size() != shape.features()) {
      throw new IllegalArgumentException(
          "lstm.features: %d names (expected: %d)".formatted(features.size(), shape.features()));
    }
    require("epochs", epochs >= 1 && epochs <= 10_000, epochs, "1 to 10000");
    require("patience", patience >= 1, patience, "at least 1");
    require("batch", batch >= 1 && batch <= 4096, batch, "1 to 4096");
    require("held-out", heldOut > 0 && heldOut <= 0.5, heldOut, "in (0, 0.5]");
    require("learning-rate", learningRate > 0 && learningRate <= 1, learningRate, "in (0, 1]");
    require("clip", clip > 0, clip, "positive");
    require("least-scale", leastScale > 0, leastScale, "positive");
  }

  /** At most 40 epochs, a tenth held out; 128 windows a step, as DL4J takes nearly as long for few. With DL4J. */
  public static LstmSettings standard(String schema, List<String> features, long seed) {
    var shape = LstmShape.standard(features.size());
    return new LstmSettings(
        schema, features, shape, seed, 40, 5, 128, 0.1, 4e-3, 5, 0.01, LstmEngine.DL4J);
  }

  /** The same with other most epochs. */
  public LstmSettings withEpochs(int most) {
    return with(most, engine);
  }

  /** The same with another engine. */
  public LstmSettings withEngine(LstmEngine other) {
    return with(epochs, other);
  }

  private LstmSettings with(int most, LstmEngine other) {
    return new LstmSettings(
        schema,
        features,
        shape,
        seed,
        most,
        patience,
        batch,
        heldOut,
        learningRate,
        clip,
        leastScale,
        other);
  }

  private static void require(String key, boolean holds, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "lstm.%s: %s (expected: %s)".formatted(key, value, expected));
    }
  }
}
