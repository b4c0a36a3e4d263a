package io.fedics.fl.train.mlp;

import io.fedics.shared.config.Words;

/** What a hidden unit makes of its sum. */
public enum Activation {
  /** What is below 0 becomes 0. */
  RELU {
    @Override
    double of(double sum) {
      return Math.max(0, sum);
    }

    @Override
    double slope(double value) {
      return value > 0 ? 1 : 0;
    }
  },
  /**
   * In (-1, 1). Activations that cannot grow keep gradients short, so that cutting them to a norm takes less away (Papernot
   * et al. 2021, <a href="https://arxiv.org/abs/2007.14191">arXiv:2007.14191</a>).
   */
  TANH {
    @Override
    double of(double sum) {
      return Math.tanh(sum);
    }

    @Override
    double slope(double value) {
      return 1 - value * value;
    }
  };

  abstract double of(double sum);

  /**
   * Derivative, by what {@link #of} gave.
   */
  abstract double slope(double value);

  /** As the command line writes it. */
  public String word() {
    return Words.of(this);
  }

  /**
   * @throws IllegalArgumentException for another word
   */
  public static Activation named(String word) {
    return Words.meaning(Activation.class, "activation", word);
  }
}
