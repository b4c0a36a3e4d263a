package io.fedics.fl.privacy;

/** Lets tests of other packages repeat themselves. */
public final class SeededRandom {
  private SeededRandom() {}

  public static SecretRandom of(long seed) {
    return SecretRandom.seeded(seed);
  }
}
