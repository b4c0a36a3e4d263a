package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadRecordsTest {
  private static final TopicPartition FIRST = new TopicPartition("network_data", 0);
  private static final TopicPartition SECOND = new TopicPartition("network_data", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

  @Test
  void of_severalPartitions_sumsWhatIsUnread() {
    at(Map.of(FIRST, 40L, SECOND, 7L), Map.of(FIRST, 30L, SECOND, 5L));

    assertThat(UnreadRecords.of(consumer)).isEqualTo(12);
  }

  @Test
  void of_readPastTheEndThatIsKnown_lacksNothingThereAndHidesNothingElsewhere() {
    at(Map.of(FIRST, 40L, SECOND, 7L), Map.of(FIRST, 88L, SECOND, 5L));

    assertThat(UnreadRecords.of(consumer)).isEqualTo(2);
  }

  private void at(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> positions) {
    consumer.assign(List.of(FIRST, SECOND));
    consumer.updateEndOffsets(ends);
    positions.forEach(consumer::seek);
  }
}
