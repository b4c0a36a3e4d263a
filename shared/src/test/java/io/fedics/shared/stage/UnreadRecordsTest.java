package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnreadRecordsTest {
  private static final TopicPartition FIRST = new TopicPartition("network_data", 0);
  private static final TopicPartition SECOND = new TopicPartition("network_data", 1);

  /** Knows the end of a paused partition as it was when it was fetched from last, as the real one does. */
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
    @Override
    public synchronized OptionalLong currentLag(TopicPartition partition) {
      return paused().contains(partition) ? OptionalLong.of(10) : super.currentLag(partition);
    }
  };

  @Test
  void of_severalPartitions_countsWhatIsUnreadOfEach() {
    at(Map.of(FIRST, 40L, SECOND, 7L), Map.of(FIRST, 30L, SECOND, 5L));

    assertThat(UnreadRecords.of(consumer))
        .isEqualTo(Map.of("network_data/0", 10L, "network_data/1", 2L));
  }

  @Test
  void of_readPastTheEndThatIsKnown_lacksNothingThereAndHidesNothingElsewhere() {
    at(Map.of(FIRST, 40L, SECOND, 7L), Map.of(FIRST, 88L, SECOND, 5L));

    assertThat(UnreadRecords.of(consumer))
        .isEqualTo(Map.of("network_data/0", 0L, "network_data/1", 2L));
  }

  @Test
  void of_pausedPartition_asksForTheEndThatNobodyFetched() {
    at(Map.of(FIRST, 40L, SECOND, 7L), Map.of(FIRST, 30L, SECOND, 5L));
    consumer.pause(List.of(FIRST));
    consumer.updateEndOffsets(Map.of(FIRST, 131_725L));

    assertThat(UnreadRecords.of(consumer))
        .isEqualTo(Map.of("network_data/0", 131_725L - 30, "network_data/1", 2L));
  }

  @Test
  void next_partitionsThatAreRead_asksForNothingAndLeavesPausedOnesOut() {
    at(Map.of(FIRST, 40L, SECOND, 7L), Map.of(FIRST, 30L, SECOND, 5L));
    assertThat(UnreadRecords.next(consumer))
        .isEqualTo(Map.of("network_data/0", 10L, "network_data/1", 2L));

    consumer.pause(List.of(FIRST));

    assertThat(UnreadRecords.next(consumer)).isEqualTo(Map.of("network_data/1", 2L));
  }

  private void at(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> positions) {
    consumer.assign(List.of(FIRST, SECOND));
    consumer.updateEndOffsets(ends);
    positions.forEach(consumer::seek);
  }
}
