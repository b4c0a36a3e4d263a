package io.fedics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LateRecordsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void add_lateRecords_areToldAtOnceAndThenOnceAMinute() {
    var late = new LateRecords();
    assertThat(late.add(0, 0)).isZero();
    assertThat(late.add(3, SECOND)).isEqualTo(3);
    assertThat(late.add(5, 2 * SECOND)).isZero();
    assertThat(late.add(2, 60 * SECOND)).isZero();
    assertThat(late.add(0, 61 * SECOND)).as("none is left out").isEqualTo(7);
    assertThat(late.add(0, 200 * SECOND)).isZero();
    assertThat(late.add(1, 201 * SECOND)).isEqualTo(1);
  }
}
