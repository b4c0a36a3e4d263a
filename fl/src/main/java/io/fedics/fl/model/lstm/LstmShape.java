package io.fedics.fl.model.lstm;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;

/**
 * Sizes of an {@link LstmAutoencoder}.
 *
 * @param steps of one window, 1 to 4,096
 * @param features of one step, 1 to 1,024
 * @param hidden units of each LSTM layer, 1 to 1,024
 * @param bottleneck width of the narrow layer between them, 1 to 1,024
 */
public record LstmShape(int steps, int features, int hidden, int bottleneck) {
  private static final int MOST_STEPS = 4096;
  private static final int WIDEST = 1024;

  public LstmShape {
    require("steps", steps, MOST_STEPS);
    require("features", features, WIDEST);
    require("hidden", hidden, WIDEST);
    require("bottleneck", bottleneck, WIDEST);
  }

  /** 60 steps, 32 hidden units, 16 in the narrow layer. */
  public static LstmShape standard(int features) {
    return new LstmShape(60, features, 32, 16);
  }

  static LstmShape from(Bundle bundle) {
    try {
      return new LstmShape(
          Math.toIntExact(bundle.whole("steps")),
          bundle.features().size(),
          Math.toIntExact(bundle.whole("hidden")),
          Math.toIntExact(bundle.whole("bottleneck")));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BundleException("bundle %s: %s".formatted(bundle.name(), e.getMessage()), e);
    }
  }

  void into(Bundle.Builder bundle) {
    bundle.whole("steps", steps).whole("hidden", hidden).whole("bottleneck", bottleneck);
  }

  /** Values of one window. */
  public int windowValues() {
    return steps * features;
  }

  /** Rows of what the four gates of all hidden units read or give. */
  int gates() {
    return LstmTensor.GATES * hidden;
  }

  private static void require(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "lstm %s: %d (expected: 1 to %d)".formatted(what, value, most));
    }
  }
}
