package io.fedics.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {
  @Test
  void of_oneAndOthers_hasTheirWord() {
    assertThat(Count.of(0, "alarm")).isEqualTo("0 alarms");
    assertThat(Count.of(1, "alarm")).isEqualTo("1 alarm");
    assertThat(Count.of(2, "anomaly", "anomalies")).isEqualTo("2 anomalies");
  }
}
