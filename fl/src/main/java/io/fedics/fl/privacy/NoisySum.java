package io.fedics.fl.privacy;

/**
 * A sum of bounded contributions that leaves only with Gaussian noise of standard deviation
 * {@code noiseMultiplier × clipNorm}.
 *
 * <p>Everything lives on a grid of a power of two, 2^24 to 2^25 points per standard deviation, as whole numbers. Contributions
 * are cut towards zero onto it, so their norm does not grow and the sum is exact in any order; the noise is rounded onto it.
 * Since rounding to the grid commutes with adding a point of the grid, what leaves is the Gaussian mechanism with its result
 * rounded afterwards: the low bits tell nothing about the sum, which those of added floating-point numbers do (Mironov
 * 2012). What remains is that a normal double is not a normal real number: the probability of one grid point is off by about
 * 2^-28 of itself.
 */
public final class NoisySum {
  /** Least noise multiplier: so that no contribution, nor a billion of them, leaves the range of a long. */
  public static final double LEAST_NOISE = 1e-2;

  private static final int GRID_BITS = 24;

  private final double clipNorm;
  private final double noiseMultiplier;
  private final double grid;
  private final double perGrid;
  private final long[] sum;
  private boolean released;

  /**
   * @param size numbers of one contribution; at least 1
   * @param clipNorm largest L2 norm of one contribution; finite and positive
   * @param noiseMultiplier at least 0.01, at most 1e6
   */
  public NoisySum(int size, double clipNorm, double noiseMultiplier) {
    if (size < 1) {
      throw new IllegalArgumentException("size: " + size + " (expected: at least 1)");
    }
    if (!(clipNorm >= 1e-100 && clipNorm <= 1e100)) {
      throw new IllegalArgumentException(
          "clip norm: " + clipNorm + " (expected: from 1e-100 to 1e100)");
    }
    if (!(noiseMultiplier >= LEAST_NOISE && noiseMultiplier <= 1e6)) {
      throw new IllegalArgumentException("noise multiplier: " + noiseMultiplier
          + " (expected: from " + LEAST_NOISE + " to 1e6; below there is no privacy to speak of)");
    }
    this.clipNorm = clipNorm;
    this.noiseMultiplier = noiseMultiplier;
    this.grid = Math.scalb(1.0, Math.getExponent(clipNorm * noiseMultiplier) - GRID_BITS);
    this.perGrid = 1 / grid;
    this.sum = new long[size];
  }

  public int size() {
    return sum.length;
  }

  public double clipNorm() {
    return clipNorm;
  }

  /**
   * Adds one unit's contribution, all of it, clipped.
   *
   * @param contribution shape {@code [size]}, not modified
   * @return whether it was short enough to be added unclipped
   * @throws IllegalArgumentException for NaN, infinity or another size; nothing is added
   */
  public boolean add(double[] contribution) {
    if (contribution.length != sum.length) {
      throw new IllegalArgumentException(
          "contribution: %d numbers (expected: %d)".formatted(contribution.length, sum.length));
    }
    double squares = 0;
    for (double value : contribution) {
      squares += value * value;
    }
    double norm = Math.sqrt(squares);
    double factor = factor(norm);
    for (int i = 0; i < sum.length; i++) {
      addScaled(i, factor * contribution[i]);
    }
    return norm <= clipNorm;
  }

  /**
   * By what a contribution must be multiplied before {@link #addScaled}.
   *
   * @param norm of the whole contribution
   * @throws IllegalArgumentException for NaN and infinity
   */
  public double factor(double norm) {
    if (!(norm >= 0 && Double.isFinite(norm))) {
      throw new IllegalArgumentException(
          "norm of a contribution: " + norm + " (expected: finite; NaN and infinity have no clip)");
    }
    // A little less than clipNorm / norm, because the norm and the products are rounded.
    return norm > clipNorm ? clipNorm / norm * (1 - 1e-12) : 1;
  }

  /**
   * For kernels that never hold a whole contribution: adds one number of it, which they have multiplied by {@link #factor}.
   */
  public void addScaled(int at, double value) {
    sum[at] += (long) (value * perGrid);
  }

  /**
   * The sum with noise, once; a second release would be a second spend.
   *
   * @return shape {@code [size]}
   * @throws IllegalStateException the second time
   */
  public double[] release(SecretRandom random) {
    if (released) {
      throw new IllegalStateException("sum: released before (expected: once)");
    }
    released = true;
    double deviation = clipNorm * noiseMultiplier * perGrid;
    double[] noised = new double[sum.length];
    for (int i = 0; i < sum.length; i++) {
      noised[i] = (sum[i] + Math.round(random.gaussian() * deviation)) * grid;
    }
    return noised;
  }
}
