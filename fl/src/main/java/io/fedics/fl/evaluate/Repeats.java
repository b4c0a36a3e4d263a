package io.fedics.fl.evaluate;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which test rows the training data already holds, exactly or nearly: every number equal to two significant digits. Such
 * rows measure memory, not detection, so results are reported without them as well.
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
public record Repeats(boolean[] exact, boolean[] near) {
  private static final int DIGITS = 2;

  public static Repeats of(TrainingData training, TestData test) {
    Set<Long> exactly = new HashSet<>();
    Set<Long> nearly = new HashSet<>();
    for (double[] row : training.rows()) {
      exactly.add(hash(row));
      nearly.add(hash(rounded(row)));
    }
    boolean[] exact = new boolean[test.rows().length];
    boolean[] near = new boolean[exact.length];
    for (int row = 0; row < exact.length; row++) {
      exact[row] = exactly.contains(hash(test.rows()[row]));
      near[row] = exact[row] || nearly.contains(hash(rounded(test.rows()[row])));
    }
    return new Repeats(exact, near);
  }

  public long exactCount() {
    return count(exact);
  }

  public long nearCount() {
    return count(near);
  }

  /** The rows without a near-duplicate in training. */
  public boolean[] fresh() {
    boolean[] fresh = new boolean[near.length];
    for (int row = 0; row < fresh.length; row++) {
      fresh[row] = !near[row];
    }
    return fresh;
  }

  private static long count(boolean[] rows) {
    long count = 0;
    for (boolean row : rows) {
      count += row ? 1 : 0;
    }
    return count;
  }

  private static double[] rounded(double[] row) {
    return Arrays.stream(row).map(Repeats::rounded).toArray();
  }

  private static double rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value;
    }
    double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) + 1 - DIGITS);
    return unit == 0 ? 0 : Math.rint(value / unit) * unit;
  }

  /** A number in [0, 1) that only depends on a row's values and the seed: repeats of a row are drawn together. */
  public static double draw(double[] row, long seed) {
    return new SplittableRandom(hash(row) ^ seed * 0x9E3779B97F4A7C15L).nextDouble();
  }

  /** Of a row's values; 64 bits, so two different rows of a million meet with probability below 1e-7 (birthday bound). */
  static long hash(double[] row) {
    long hash = 0x9E3779B97F4A7C15L;
    for (double value : row) {
      hash = (hash ^ Double.doubleToLongBits(value + 0.0)) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
