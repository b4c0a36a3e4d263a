package io.fedics.fl.train.lstm;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small windows that a small network learns in a second: two sines of random phase, in units of 100. */
public final class Waves {
  /** With our own kernels, which start sooner. */
  static final LstmSettings SETTINGS = new LstmSettings(
      "waves/1",
      List.of("a", "b"),
      new LstmShape(12, 2, 8, 4),
      7,
      12,
      12,
      16,
      0.1,
      5e-2,
      5,
      0.01,
      LstmEngine.KERNELS);

  private Waves() {}

  /** As a list, each of shape [steps, features]. */
  public static List<float[]> windows(int count, long seed) {
    float[] all = of(count, seed);
    int size = SETTINGS.shape().windowValues();
    return IntStream.range(0, count)
        .mapToObj(window -> Arrays.copyOfRange(all, window * size, (window + 1) * size))
        .toList();
  }

  /** A public bundle that says how waves are scaled; its weights have learned nothing. */
  public static Bundle frame() {
    Bundle.Builder bundle = Bundle.of(LstmAutoencoder.KIND, LstmAutoencoder.KIND)
        .texts("features", SETTINGS.features())
        .text("schema", SETTINGS.schema())
        .text("card", "# Waves");
    return LstmAutoencoder.into(
            bundle, LstmStart.of(SETTINGS.shape(), 1), new float[] {0, 0}, new float[] {70, 70})
        .build();
  }

  static float[] of(int count, long seed) {
    var random = new Random(seed);
    LstmShape shape = SETTINGS.shape();
    float[] windows = new float[count * shape.windowValues()];
    int at = 0;
    for (int window = 0; window < count; window++) {
      double phase = random.nextDouble() * 2 * Math.PI;
      for (int step = 0; step < shape.steps(); step++) {
        windows[at++] = (float) (100 * Math.sin(phase + step * 0.5));
        windows[at++] = (float) (100 * Math.cos(phase + step * 0.5));
      }
    }
    return windows;
  }

  /** One more wave, and a window of as large values in no order. */
  static float[] waveAndNoise() {
    float[] windows = of(2, 5);
    var random = new Random(6);
    for (int i = SETTINGS.shape().windowValues(); i < windows.length; i++) {
      windows[i] = (float) (random.nextBoolean() ? 70 : -70);
    }
    return windows;
  }
}
