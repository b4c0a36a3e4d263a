package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.topic.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetbacksTest {
  private final Setbacks setbacks = new Setbacks();

  @Test
  void count_readAgainUpToTheFailure_standsUntilItIsBehind() {
    setbacks.failed(List.of(record(2, 0, 17), record(2, 0, 18), record(2, 1, 4)));
    assertThat(setbacks.count()).isEqualTo(1);

    setbacks.handled(List.of(record(2, 0, 17), record(2, 1, 4)));
    assertThat(setbacks.count()).isEqualTo(1);
    setbacks.handled(List.of(record(2, 0, 18)));
    assertThat(setbacks.count()).isZero();
  }

  @Test
  void count_otherPartitionGoesOn_stands() {
    setbacks.failed(List.of(record(1, 0, 5)));
    setbacks.handled(List.of(record(0, 0, 900)));
    assertThat(setbacks.count()).isEqualTo(1);
  }

  @Test
  void count_partitionThatLeft_isForgotten() {
    setbacks.failed(List.of(record(1, 0, 5)));
    setbacks.failed(List.of(record(3, 0, 5)));
    setbacks.forget(List.of(1));
    assertThat(setbacks.count()).isEqualTo(1);
  }

  private static Received record(int partition, int input, long offset) {
    return new Received(Topic.ALERTS, input, partition, offset, 0, RecordBytes.of(new byte[0]));
  }
}
