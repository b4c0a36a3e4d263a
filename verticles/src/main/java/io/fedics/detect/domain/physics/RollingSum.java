package io.fedics.detect.domain.physics;

/**
 * Sums over the horizons from 10 s to 1 h, each in ten slots, so a horizon is exact to a tenth of itself. Seconds never
 * go back. Nothing is allocated before the first amount: most hosts never have one. Not thread-safe.
 */
final class RollingSum {
  private static final int SLOTS = 10;
  private static final long[] NOTHING = {};
  private static final Horizon[] HORIZONS = {
    Horizon.TEN_SECONDS, Horizon.MINUTE, Horizon.TEN_MINUTES, Horizon.HOUR
  };

  /** Slot of the latest amount, by horizon. */
  private long[] newest = NOTHING;

  /** A ring of slots for each horizon, one behind the other. */
  private long[] rings = NOTHING;

  void add(long second, long amount) {
    if (rings.length == 0) {
      newest = new long[HORIZONS.length];
      rings = new long[HORIZONS.length * SLOTS];
    }
    for (int h = 0; h < HORIZONS.length; h++) {
      long slot = slotOf(h, second);
      for (long passed = Math.max(newest[h] + 1, slot - SLOTS + 1); passed <= slot; passed++) {
        rings[at(h, passed)] = 0;
      }
      newest[h] = slot;
      rings[at(h, slot)] += amount;
    }
  }

  /** What was added in the horizon that ends with {@code second}; {@link Horizon#SECOND} is not kept. */
  long over(Horizon horizon, long second) {
    int h = row(horizon);
    if (rings.length == 0) {
      return 0;
    }
    long last = slotOf(h, second);
    long sum = 0;
    for (long slot = Math.max(last, newest[h]) - SLOTS + 1;
        slot <= Math.min(last, newest[h]);
        slot++) {
      sum += rings[at(h, slot)];
    }
    return sum;
  }

  private static int at(int horizon, long slot) {
    return horizon * SLOTS + (int) Math.floorMod(slot, (long) SLOTS);
  }

  private static int row(Horizon horizon) {
    return switch (horizon) {
      case SECOND -> throw new IllegalArgumentException(horizon + " (expected: 10 s or more)");
      case TEN_SECONDS -> 0;
      case MINUTE -> 1;
      case TEN_MINUTES -> 2;
      case HOUR -> 3;
    };
  }

  private static long slotOf(int horizon, long second) {
    return Math.floorDiv(second, HORIZONS[horizon].seconds() / SLOTS);
  }
}
