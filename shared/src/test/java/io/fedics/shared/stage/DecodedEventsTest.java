package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecodedEventsTest {
  private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
  private static final FlowObserved FLOW =
      FlowObserved.builder("a", AT).build(EventId.of("flow", 1), "plant", "file/x", 1);

  private final DecodedEvents decoded = new DecodedEvents();

  @Test
  void of_recordReadAgain_isTheSameEvent() {
    decoded.put(record(Topic.NETWORK_DATA, 2, 70, 5, 600), FLOW);
    assertThat(decoded.of(record(Topic.NETWORK_DATA, 2, 70, 5, 600))).isSameAs(FLOW);
  }

  @Test
  void of_anotherRecordInTheSamePlace_isUnknown() {
    decoded.put(record(Topic.NETWORK_DATA, 2, 70, 5, 600), FLOW);
    assertThat(List.of(
            record(Topic.NETWORK_DATA, 2, 70 + DecodedEvents.PLACES, 5, 600),
            record(Topic.NETWORK_DATA, 2, 70, 6, 600), // of a topic made anew
            record(Topic.NETWORK_DATA, 2, 70, 5, 601)))
        .allSatisfy(other -> assertThat(decoded.of(other)).isNull());
  }

  @Test
  void of_sameOffsetElsewhere_isUnknown() {
    decoded.put(record(Topic.NETWORK_DATA, 2, 70, 5, 600), FLOW);
    assertThat(decoded.of(record(Topic.NETWORK_DATA, 3, 70, 5, 600))).isNull();
    assertThat(decoded.of(record(Topic.HOST_ACTIVITY, 2, 70, 5, 600))).isNull();
  }

  @Test
  void of_recordThatIsLarge_isUnknown() {
    Received large = record(Topic.NETWORK_DATA, 2, 70, 5, 2_049);
    decoded.put(large, FLOW);
    assertThat(decoded.of(large)).isNull();
  }

  @Test
  void of_fourPartitionsOfTwoTopics_mostRecordsAreStillKnown() {
    List<Received> records = IntStream.range(0, 2_000)
        .mapToObj(n ->
            record(n % 2 == 0 ? Topic.NETWORK_DATA : Topic.HOST_ACTIVITY, n / 2 % 4, n / 8, n, 600))
        .toList();
    records.forEach(record -> decoded.put(record, FLOW));
    assertThat(records).filteredOn(record -> decoded.of(record) != null).hasSizeGreaterThan(1_400);
  }

  private static Received record(
      Topic topic, int partition, long offset, long storedAt, int length) {
    return new Received(topic, 0, partition, offset, storedAt, RecordBytes.of(new byte[length]));
  }
}
