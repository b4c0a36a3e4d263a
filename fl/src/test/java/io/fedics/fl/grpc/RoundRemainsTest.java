package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundRemainsTest {
  private int collected;
  private final RoundRemains remains = new RoundRemains(() -> collected++);

  @ParameterizedTest
  @CsvSource({"10_000_000, 3, 3", "1_000_000, 3, 3", "500_000, 3, 1", "12_956, 64, 0"})
  void add_rounds_collectsOnceForEachThirtyMegabytes(String parameters, int rounds, int times) {
    for (int round = 0; round < rounds; round++) {
      remains.add(Long.parseLong(parameters.replace("_", "")));
    }
    assertThat(collected).isEqualTo(times);
  }

  @Test
  void add_smallModel_collectsWhenManyRoundsLeftEnough() {
    for (int round = 0; round < 65; round++) {
      remains.add(12_956);
    }
    assertThat(collected).isOne();
  }
}
