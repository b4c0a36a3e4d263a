package io.fedics.fl.benchmark;

import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.tree.BoostingSettings;
import io.fedics.fl.train.tree.ForestSettings;

/**
 * How long everything is trained; the rest of the settings is the same for all data sets.
 *
 * @param rounds of boosting, two classes
 * @param manyRounds of boosting, many classes: each grows a tree per class
 * @param neuralRows rows that neural networks are fitted on at most; 0 fits none
 */
record Effort(
    ForestSettings forest,
    int rounds,
    int manyRounds,
    DenseAutoencoder.Settings autoencoder,
    int neuralRows) {
  /** Passes of neural networks over their rows. */
  static final int EPOCHS = 6;

  static final Effort FULL =
      new Effort(ForestSettings.DEFAULT, 150, 80, DenseAutoencoder.Settings.DEFAULT, 20_000);

  /** For a bundle that travels: half the trees, and no leaf of fewer than four rows. */
  static final Effort BUNDLE = new Effort(
      new ForestSettings(50, 0, 4, 40, true, false), 150, 80, DenseAutoencoder.Settings.DEFAULT, 0);

  /** Twice the steps of half the size, each on two columns of five. */
  BoostingSettings boostingFine() {
    return new BoostingSettings(2 * rounds, 31, 0.05, 1, 1, 0.8, 0.4);
  }

  BoostingSettings boosting() {
    return BoostingSettings.DEFAULT.withRounds(rounds);
  }

  BoostingSettings boostingMany() {
    return BoostingSettings.DEFAULT.withRounds(manyRounds);
  }
}
