package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmWeights;

/**
 * Weights that are being learned with Adam (Kingma and Ba 2015). The loss is the squared error summed over the steps, averaged
 * over features and windows; the gradient of each layer is cut to a norm.
 */
sealed interface LstmLearner permits LstmGraph, LstmAdam {
  /**
   * One step of the optimiser.
   *
   * @param windows normalised, shape [count, steps, features], finite
   */
  void fit(float[] windows, int count);

  LstmWeights weights();
}
