package io.fedics.fl.train.mlp;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Stochastic gradient descent with momentum over shuffled batches; no privacy, the same weights for the same seed. */
public final class PlainTrainer {
  private final PlainSettings settings;

  public PlainTrainer(PlainSettings settings) {
    this.settings = settings;
  }

  /**
   * @param start where to begin, and what the proximal term holds to; not changed
   * @param rows shape {@code [records, features]}, finite
   * @param labels in 0 … classes - 1, one per row
   * @throws IllegalArgumentException for no rows, labels out of range, NaN or infinity
   */
  public Mlp train(Mlp start, double[][] rows, int[] labels) {
    LabelledRows.require(start.shape(), rows, labels);
    Mlp mlp = Mlp.of(start.shape(), start.parameters());
    var random = new SplittableRandom(settings.seed());
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    double[] gradient = new double[start.shape().parameters()];
    double[] step = new double[gradient.length];
    double[] sent = start.parameters();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      int steps = settings.batches().steps(order.length);
      int from = 0;
      for (int s = 1; s <= steps; s++) {
        int to = settings.batches().end(s, order.length);
        Arrays.fill(gradient, 0);
        for (int i = from; i < to; i++) {
          mlp.backward(rows[order[i]], labels[order[i]]);
          mlp.gradient(1, (parameter, value) -> gradient[parameter] += value);
        }
        double rate = settings.learningRate() * clipped(gradient, to - from) / (to - from);
        for (int i = 0; i < step.length; i++) {
          step[i] = settings.momentum() * step[i] - rate * gradient[i];
        }
        mlp.hold(sent, settings.proximal(), settings.learningRate(), step);
        mlp.move(step);
        from = to;
      }
    }
    return mlp;
  }

  /** By what a gradient is multiplied so that its mean over the rows is no longer than allowed. */
  private double clipped(double[] sum, int rows) {
    if (settings.gradientClip().isEmpty()) {
      return 1;
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    return Math.min(1, settings.gradientClip().getAsDouble() * rows / Math.sqrt(squares));
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
  }
}
