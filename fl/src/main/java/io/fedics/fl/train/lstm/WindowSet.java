package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmShape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Windows divided into those to train on and those held out, by chance. Windows that overlap would be on both sides, and
 * the held-out error too low: give disjoint ones.
 */
final class WindowSet {
  private final LstmShape shape;
  private final float[] values;
  /** Numbers of windows; the first are trained on. */
  private final int[] order;

  private final int trained;

  /**
   * @throws IllegalArgumentException when there are fewer than two windows or a value is not finite
   */
  WindowSet(float[] values, LstmSettings settings, SplittableRandom random) {
    this.shape = settings.shape();
    this.values = values;
    int count = values.length / shape.windowValues();
    if (count < 2 || values.length % shape.windowValues() != 0) {
      throw new IllegalArgumentException(
          "training: %d values (expected: at least 2 windows of %d x %d)"
              .formatted(values.length, shape.steps(), shape.features()));
    }
    requireFinite(settings);
    this.order = new int[count];
    Arrays.setAll(order, i -> i);
    shuffle(order, count, random);
    this.trained = count - Math.max(1, (int) (count * settings.heldOut()));
  }

  private void requireFinite(LstmSettings settings) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        int inWindow = i % shape.windowValues();
        throw new IllegalArgumentException(
            "training window %d, step %d: %s is %s (expected: a finite number)"
                .formatted(
                    i / shape.windowValues(),
                    inWindow / shape.features(),
                    settings.features().get(inWindow % shape.features()),
                    values[i]));
      }
    }
  }

  int trained() {
    return trained;
  }

  int heldOut() {
    return order.length - trained;
  }

  /** Another order of those trained on. */
  void shuffle(SplittableRandom random) {
    shuffle(order, trained, random);
  }

  static void shuffle(int[] order, int count, SplittableRandom random) {
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }

  /** Means of those trained on, one a feature. */
  double[] means() {
    double[] sums = new double[shape.features()];
    for (int i = 0; i < trained; i++) {
      int from = order[i] * shape.windowValues();
      for (int at = 0; at < shape.windowValues(); at++) {
        sums[at % sums.length] += values[from + at];
      }
    }
    return Arrays.stream(sums).map(sum -> sum / trained / shape.steps()).toArray();
  }

  /** Standard deviations of those trained on, one a feature. */
  double[] deviations(double[] means) {
    double[] squares = new double[shape.features()];
    for (int i = 0; i < trained; i++) {
      int from = order[i] * shape.windowValues();
      for (int at = 0; at < shape.windowValues(); at++) {
        double difference = values[from + at] - means[at % squares.length];
        squares[at % squares.length] += difference * difference;
      }
    }
    return Arrays.stream(squares)
        .map(sum -> Math.sqrt(sum / trained / shape.steps()))
        .toArray();
  }

  /**
   * Copies windows as they came.
   *
   * @param first of those trained on; those held out follow them
   * @return shape [count, steps, features]
   */
  float[] copy(int first, int count) {
    int size = shape.windowValues();
    float[] copy = new float[count * size];
    for (int i = 0; i < count; i++) {
      System.arraycopy(values, order[first + i] * size, copy, i * size, size);
    }
    return copy;
  }

  /**
   * Normalised.
   *
   * @return shape [count, steps, features]
   */
  float[] normalised(int first, int count, float[] means, float[] scales) {
    float[] copy = copy(first, count);
    for (int i = 0; i < copy.length; i++) {
      int f = i % means.length;
      copy[i] = (copy[i] - means[f]) / scales[f];
    }
    return copy;
  }
}
