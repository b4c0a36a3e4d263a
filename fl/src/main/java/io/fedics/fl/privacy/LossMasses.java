package io.fedics.fl.privacy;

import java.util.Arrays;

/** A privacy loss distribution on a grid: the loss of mass i is {@code (first + i) × step}. */
final class LossMasses {
  private final double step;
  private final long first;
  private final double[] masses;
  private final double infinite;

  /**
   * @param masses probabilities, none negative; not copied
   * @param infinite probability of an unbounded loss
   */
  LossMasses(double step, long first, double[] masses, double infinite) {
    this.step = step;
    this.first = first;
    this.masses = masses;
    this.infinite = infinite;
  }

  double infinite() {
    return infinite;
  }

  double lowest() {
    return loss(0);
  }

  double highest() {
    return loss(masses.length - 1);
  }

  private double loss(int i) {
    return (first + i) * step;
  }

  /** Writes the masses round a circle: that of grid index n to n modulo the length. */
  void lay(double[] real, double[] imaginary) {
    Arrays.fill(real, 0);
    Arrays.fill(imaginary, 0);
    for (int i = 0; i < masses.length; i++) {
      real[Math.floorMod(first + i, real.length)] += masses[i];
    }
  }

  double variance() {
    double mean = 0;
    double square = 0;
    for (int i = 0; i < masses.length; i++) {
      mean += masses[i] * loss(i);
      square += masses[i] * loss(i) * loss(i);
    }
    return Math.max(0, square - mean * mean);
  }

  /** {@code log E[exp(t × loss)]} of the finite part. */
  double logMoment(double t) {
    double largest = Math.max(t * loss(0), t * loss(masses.length - 1));
    double sum = 0;
    for (int i = 0; i < masses.length; i++) {
      sum += masses[i] * Math.exp(t * loss(i) - largest);
    }
    return largest + Math.log(sum);
  }
}
