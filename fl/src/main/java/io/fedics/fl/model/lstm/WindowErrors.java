package io.fedics.fl.model.lstm;

import java.util.List;

/** Errors of windows that do not lie side by side in memory. */
public final class WindowErrors {
  /** Windows scored at once. */
  private static final int BLOCK = 128;

  private WindowErrors() {}

  /**
   * @param windows each of shape {@code [steps, features]}, finite, in the features' units
   * @return {@link LstmScores#error} of each, in their order
   */
  public static double[] of(LstmAutoencoder model, List<float[]> windows) {
    int values = model.shape().windowValues();
    double[] errors = new double[windows.size()];
    LstmScores scores = model.scores(BLOCK);
    float[] block = new float[BLOCK * values];
    for (int from = 0; from < errors.length; from += BLOCK) {
      int count = Math.min(BLOCK, errors.length - from);
      for (int i = 0; i < count; i++) {
        System.arraycopy(windows.get(from + i), 0, block, i * values, values);
      }
      model.score(block, count, scores);
      for (int i = 0; i < count; i++) {
        errors[from + i] = scores.error(i);
      }
    }
    return errors;
  }
}
