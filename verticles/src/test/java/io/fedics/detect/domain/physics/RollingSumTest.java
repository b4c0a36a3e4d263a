package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RollingSumTest {
  private static final long START = 1_790_000_000L;

  @Test
  void over_anySecond_sumsTenSlotsUpToIt() {
    var random = new Random(7);
    var sum = new RollingSum();
    var amounts = new TreeMap<Long, Long>();
    long second = START;
    for (int i = 0; i < 3_000; i++) {
      second += random.nextInt(4) == 0 ? random.nextInt(random.nextBoolean() ? 20 : 9_000) : 0;
      long amount = random.nextInt(1_000);
      sum.add(second, amount);
      amounts.merge(second, amount, Long::sum);
      long asked = second + (random.nextBoolean() ? 0 : random.nextInt(5_000));
      for (Horizon horizon : CountTest.FROM_TEN_SECONDS) {
        assertThat(sum.over(horizon, asked))
            .describedAs("%s up to %d", horizon, asked)
            .isEqualTo(expected(amounts, horizon, asked));
      }
    }
  }

  @Test
  void over_nothingAdded_isZero() {
    assertThat(new RollingSum().over(Horizon.HOUR, START)).isZero();
  }

  private static long expected(NavigableMap<Long, Long> amounts, Horizon horizon, long asked) {
    long slot = horizon.seconds() / 10;
    long from = (Math.floorDiv(asked, slot) - 9) * slot;
    return amounts.subMap(from, asked + 1).values().stream().mapToLong(it -> it).sum();
  }
}
