package io.fedics.present.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowRatesTest {
  private final FlowRates rates = new FlowRates();

  @Test
  void of_totalsThatGrow_isFlowsASecond() {
    rates.add(0, Map.of("plant", 100L));
    assertThat(rates.of("plant")).isEmpty();

    rates.add(2_000, Map.of("plant", 150L));
    assertThat(rates.of("plant")).hasValue(25);
  }

  @Test
  void since_flowsAfterAPause_isWhenTheyCameAgain() {
    rates.add(0, Map.of("plant", 100L));
    rates.add(1_000, Map.of("plant", 200L));
    assertThat(rates.since("plant")).hasValue(1_000);

    for (int second = 2; second < 10; second++) {
      rates.add(second * 1_000L, Map.of("plant", 200L));
    }
    assertThat(rates.since("plant")).isEmpty();

    rates.add(10_000, Map.of("plant", 201L));
    rates.add(11_000, Map.of("plant", 250L));
    assertThat(rates.since("plant")).hasValue(10_000);
  }
}
