package io.fedics.detect.domain;

/**
 * Sums over the horizons from 10 s to 1 h, each in ten slots, so a horizon is exact to a tenth of itself. Seconds never
 * go back. Not thread-safe.
 */
final class RollingSum {
  private static final int SLOTS = 10;
  private static final Horizon[] HORIZONS = {
    Horizon.TEN_SECONDS, Horizon.MINUTE, Horizon.TEN_MINUTES, Horizon.HOUR
  };

  private final long[] sums = new long[HORIZONS.length * SLOTS];
  private final long[] slots = new long[HORIZONS.length * SLOTS];

  void add(long second, long amount) {
    for (int h = 0; h < HORIZONS.length; h++) {
      long slot = slotOf(h, second);
      int at = h * SLOTS + Math.floorMod(slot, SLOTS);
      if (slots[at] != slot) {
        slots[at] = slot;
        sums[at] = 0;
      }
      sums[at] += amount;
    }
  }

  /** What was added in the horizon that ends with {@code second}; {@link Horizon#SECOND} is not kept. */
  long over(Horizon horizon, long second) {
    int h = row(horizon);
    long newest = slotOf(h, second);
    long sum = 0;
    for (int i = h * SLOTS; i < (h + 1) * SLOTS; i++) {
      if (slots[i] > newest - SLOTS && slots[i] <= newest) {
        sum += sums[i];
      }
    }
    return sum;
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
