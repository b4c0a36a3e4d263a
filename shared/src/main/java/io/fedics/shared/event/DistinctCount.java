package io.fedics.shared.event;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How many different values: exact up to {@value #EXACT}, then a HyperLogLog of {@value #REGISTERS} registers
 * (standard error 3.3 %). Adding and merging commute, so the result does not depend on how a second was split.
 *
 * <p>Source: Flajolet et al. 2007, "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm".
 * Not thread-safe.
 */
public final class DistinctCount {
  /** Most values kept as they are. */
  public static final int EXACT = 64;

  /** Registers of the sketch. */
  public static final int REGISTERS = 1_024;

  private static final int INDEX_BITS = 10;
  private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

  private final TreeSet<String> exact = new TreeSet<>();
  private byte[] registers = new byte[0];

  /** The values so far, sorted; empty once there were too many. */
  public SortedSet<String> exactValues() {
    return registers.length == 0 ? Collections.unmodifiableSortedSet(exact) : new TreeSet<>();
  }

  /** The registers, or an empty array while exact. */
  public byte[] registers() {
    return registers.clone();
  }

  /** Rebuilds what {@link #exactValues} and {@link #registers} gave. */
  public static DistinctCount of(Iterable<String> exactValues, byte[] registers) {
    var count = new DistinctCount();
    if (registers.length == 0) {
      exactValues.forEach(count::add);
      return count;
    }
    if (registers.length != REGISTERS) {
      throw new IllegalArgumentException(
          "registers: " + registers.length + " (expected: " + REGISTERS + ")");
    }
    count.registers = registers.clone();
    return count;
  }

  public void add(String value) {
    if (registers.length != 0) {
      register(hash(value));
      return;
    }
    exact.add(value);
    if (exact.size() > EXACT) {
      toRegisters();
    }
  }

  /** Adds everything {@code other} counted. */
  public void merge(DistinctCount other) {
    if (other.registers.length == 0) {
      other.exact.forEach(this::add);
      return;
    }
    if (registers.length == 0) {
      toRegisters();
    }
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = (byte) Math.max(registers[i], other.registers[i]);
    }
  }

  /** What both counted together; neither is changed. */
  public DistinctCount union(DistinctCount other) {
    DistinctCount both = of(exact, registers);
    both.merge(other);
    return both;
  }

  /** The number of different values, rounded. */
  public long count() {
    if (registers.length == 0) {
      return exact.size();
    }
    double sum = 0;
    int zeros = 0;
    for (byte register : registers) {
      sum += 1.0 / (1L << register);
      zeros += register == 0 ? 1 : 0;
    }
    double estimate = ALPHA * REGISTERS * REGISTERS / sum;
    if (estimate <= 2.5 * REGISTERS && zeros > 0) {
      return Math.round(REGISTERS * Math.log((double) REGISTERS / zeros));
    }
    return Math.round(estimate);
  }

  private void toRegisters() {
    registers = new byte[REGISTERS];
    exact.forEach(value -> register(hash(value)));
    exact.clear();
  }

  private void register(long hash) {
    int index = (int) (hash >>> (Long.SIZE - INDEX_BITS));
    int rank = Long.numberOfLeadingZeros(hash << INDEX_BITS | 1L << (INDEX_BITS - 1)) + 1;
    registers[index] = (byte) Math.max(registers[index], rank);
  }

  /** FNV-1a, then the finaliser of MurmurHash3, so that near values spread. */
  private static long hash(String value) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DistinctCount that
        && exact.equals(that.exact)
        && Arrays.equals(registers, that.registers);
  }

  @Override
  public int hashCode() {
    return 31 * exact.hashCode() + Arrays.hashCode(registers);
  }

  @Override
  public String toString() {
    return "about " + count();
  }
}
