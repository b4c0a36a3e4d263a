package io.fedics.fl.train.lstm;

import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmWeights;
import java.util.SplittableRandom;

/** Weights before anything was learned. */
public final class LstmStart {
  private LstmStart() {}

  /** Equal seeds, equal weights. */
  public static LstmWeights of(LstmShape shape, long seed) {
    return LstmAdam.start(shape, new SplittableRandom(seed));
  }
}
