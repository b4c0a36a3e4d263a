package io.fedics.fl.train.lstm;

/** What computes gradients and takes the steps of Adam; the loss, the cutting and the formulas are the same. */
public enum LstmEngine {
  /** DL4J; about 4 ms a window on one core, and half a gigabyte of memory outside of Java's heap. */
  DL4J("DL4J"),
  /** Our own kernels, see {@link io.fedics.fl.model.LstmGradients}; about 0.15 ms a window with the Vector API. */
  KERNELS("our own kernels");

  private final String words;

  LstmEngine(String words) {
    this.words = words;
  }

  /** For a model's card. */
  String words() {
    return words;
  }
}
