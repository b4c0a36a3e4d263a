package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.ProximalTerm;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Some passes of Adam over windows, from weights that came from elsewhere: a site's part of a federated round. No privacy; the
 * same weights for the same seed.
 */
public final class LstmPlainTrainer {
  /** As {@link LstmSettings#standard} cuts a layer's gradient. */
  private static final double CLIP = 5;

  private final int epochs;
  private final Batches batches;
  private final double learningRate;
  private final ProximalTerm proximal;
  private final long seed;

  /**
   * @param epochs passes over the windows, at least 1
   * @param batches how a pass is cut into steps
   * @param learningRate of Adam, positive
   * @param proximal added to the cut gradient, beside the squared error summed over the steps and averaged over features
   * @param seed of the order of windows
   */
  public LstmPlainTrainer(
      int epochs, Batches batches, double learningRate, ProximalTerm proximal, long seed) {
    this.epochs = epochs;
    this.batches = batches;
    this.learningRate = learningRate;
    this.proximal = proximal;
    this.seed = seed;
  }

  /**
   * @param start where to begin, and what the proximal term holds to; Adam remembers nothing of before
   * @param windows normalised, each of shape [steps, features], finite; at least one
   * @throws ArithmeticException when training diverges
   */
  public LstmWeights train(LstmWeights start, float[][] windows) {
    try {
      return trained(start, windows);
    } catch (IllegalArgumentException e) {
      throw LstmTrainer.diverged("", learningRate, CLIP, e);
    }
  }

  private LstmWeights trained(LstmWeights start, float[][] windows) {
    var adam = new LstmAdam(start, learningRate, CLIP, proximal);
    var random = new SplittableRandom(seed);
    int[] order = new int[windows.length];
    Arrays.setAll(order, i -> i);
    int size = start.shape().windowValues();
    int steps = batches.steps(windows.length);
    for (int epoch = 0; epoch < epochs; epoch++) {
      WindowSet.shuffle(order, order.length, random);
      int from = 0;
      for (int step = 1; step <= steps; step++) {
        int count = batches.end(step, order.length) - from;
        float[] some = new float[count * size];
        for (int i = 0; i < count; i++) {
          System.arraycopy(windows[order[from + i]], 0, some, i * size, size);
        }
        adam.fit(some, count);
        from += count;
      }
    }
    return adam.weights();
  }
}
