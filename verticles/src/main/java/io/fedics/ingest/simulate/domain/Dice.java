package io.fedics.ingest.simulate.domain;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * A seeded source of randomness whose numbers are the same on every machine and Java release: SplitMix64 (Steele, Lea
 * and Flood 2014) and {@link StrictMath}. Each activity has its own, so adding one leaves the others' draws alone.
 */
final class Dice {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double NORMAL_SCALE = 1 / (65_536 * StrictMath.sqrt(8 / 12.0));
  private static final int NORMAL_MIDDLE = 4 * 65_535;

  private final long seed;
  private long state;

  Dice(long seed) {
    this.seed = seed;
    this.state = mix(seed);
  }

  /** Other dice for a purpose; depends on this one's seed, not on what was drawn from it. */
  Dice of(String purpose) {
    long hash = seed;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash * 31 + b);
    }
    return new Dice(hash);
  }

  /** Other dice for the n-th thing of a kind. */
  Dice of(long n) {
    return new Dice(mix(seed + (n + 1) * GOLDEN));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  long bits() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (bits() >>> 11) * 0x1p-53;
  }

  /** Uniform in [0, bound); {@code bound} ≥ 1. */
  int below(int bound) {
    return (int) (((bits() >>> 33) * bound) >>> 31);
  }

  /** Uniform whole number, both ends included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** Uniform. */
  double between(double low, double high) {
    return low + unit() * (high - low);
  }

  /** Uniform in the logarithm, so that quiet and loud are equally likely; {@code low} > 0. */
  double logBetween(double low, double high) {
    return low * StrictMath.exp(unit() * StrictMath.log(high / low));
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - unit());
  }

  /** Standard normal up to ±4.9: the sum of eight uniform numbers. */
  double normal() {
    long a = bits();
    long b = bits();
    int sum = 0;
    for (int shift = 0; shift < 64; shift += 16) {
      sum += (int) (a >>> shift & 0xffff) + (int) (b >>> shift & 0xffff);
    }
    return (sum - NORMAL_MIDDLE) * NORMAL_SCALE;
  }

  /** Half of the draws lie below {@code median}; {@code sigma} 1 puts one in 40 above seven times it. */
  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * normal());
  }

  /** As {@link #logNormal}, rounded; at least 1. */
  long size(double median, double sigma) {
    return Math.max(1, (long) logNormal(median, sigma));
  }

  <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }

  int pick(int... numbers) {
    return numbers[below(numbers.length)];
  }

  /** The first ones are picked more often, as with popular servers (density falls like 1/√x). */
  <T> T pickPopular(List<T> list) {
    double u = unit();
    return list.get((int) (u * u * list.size()));
  }

  /** Fisher–Yates. */
  <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, below(i + 1));
    }
  }
}
