package io.fedics.fl.model.lstm;

import jdk.incubator.vector.FloatVector;

/** Chooses a kernel once: with the Vector API when its module was started with and the processor has vectors. */
final class LstmKernels {
  /** Fewer lanes are slower than plain loops. */
  private static final int FEWEST_LANES = 4;

  private static final boolean VECTORS = vectors();

  private LstmKernels() {}

  /** For one thread. */
  static LstmKernel best() {
    return VECTORS ? new VectorLstmKernel() : new PlainLstmKernel();
  }

  private static boolean vectors() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return present && Vectors.lanes() >= FEWEST_LANES;
  }

  /** A class of its own, so that nothing of the module is looked for when it is absent. */
  private static final class Vectors {
    static int lanes() {
      return FloatVector.SPECIES_PREFERRED.length();
    }
  }
}
