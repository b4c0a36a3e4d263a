package io.fedics.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BenchTenthsTest {
  private static final long SECOND = 1_000_000_000;
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @Test
  void rates_halfAsFastInTheEnd_showIt() {
    var tenths = new BenchTenths();
    tenths.add(5 * SECOND, 0);
    tenths.add(10 * SECOND, 500);
    tenths.add(20 * SECOND, 1_000);
    assertThat(tenths.rates()).hasSize(10);
    assertThat(tenths.rates().getFirst()).isCloseTo(100, CLOSE);
    assertThat(tenths.rates().get(4)).isCloseTo(100, CLOSE);
    assertThat(tenths.rates().getLast()).isCloseTo(50, CLOSE);
  }

  @Test
  void rates_moreReadingsThanAreKept_areTheSame() {
    var tenths = new BenchTenths();
    for (long second = 0; second <= 100_000; second++) {
      tenths.add(second * SECOND, 7 * second);
    }
    assertThat(tenths.rates()).hasSize(10).allSatisfy(rate -> assertThat(rate).isCloseTo(7, CLOSE));
  }

  @Test
  void rates_noReading_areNone() {
    assertThat(new BenchTenths().rates()).isEmpty();
  }
}
