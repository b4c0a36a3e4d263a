package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SuspicionTest {
  private static Suspicion of(double distance, double turned, double twin, OptionalDouble agreed) {
    return new Suspicion(distance, turned, twin, 1, agreed);
  }

  @Test
  void isSuspect_turnedFromTheOthers_unlessTheServersRecordsAgree() {
    assertThat(of(0, 8, 0, OptionalDouble.empty()).isSuspect()).isTrue();
    assertThat(of(0, 8, 0, OptionalDouble.of(0.1)).isSuspect()).isFalse();
    assertThat(of(0, 0, 0, OptionalDouble.of(-0.1)).isSuspect()).isTrue();
  }

  @Test
  void score_farOrTwin_isThatWhateverTheRecordsSay() {
    assertThat(of(5, 0, 1, OptionalDouble.of(1)).score()).isEqualTo(5);
    assertThat(of(1, 0, 6, OptionalDouble.of(1)).score()).isEqualTo(6);
    assertThat(of(-1, 9, -1, OptionalDouble.of(1)).score()).isZero();
  }
}
