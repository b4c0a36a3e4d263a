package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventSamples;
import io.fedics.shared.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaEventWriterTest {

  @ParameterizedTest
  @CsvSource({
    "AnomalyDetected, demo|10.0.0.1",
    "Sighting, account:eva",
    "DeadLetter, network_data",
    "HostsScored, demo",
    "Progress, demo",
  })
  void keyOf_eventForOnePartition_namesWhomItIsAbout(String kind, String key) {
    assertThat(keysOf(kind)).containsOnly(key);
  }

  @ParameterizedTest
  @CsvSource({
    "NETWORK_DATA, 10.0.0.1, demo|10.0.0.1",
    "ATTACK_CLASSIFIED, '', demo",
    "ALERTS, an-incident, an-incident",
    "FL_EVENTS, run-1, run-1",
  })
  void keyOf_eventAboutAHostOrAnIncidentOrARun_isItsName(Topic topic, String host, String key) {
    assertThat(KafkaEventWriter.keyOf(topic, host, EventSamples.flow())).isEqualTo(key);
  }

  private static List<String> keysOf(String kind) {
    return EventSamples.all().stream()
        .filter(event -> event.getClass().getSimpleName().equals(kind))
        .map(KafkaEventWriterTest::keyOf)
        .toList();
  }

  private static String keyOf(Event event) {
    return new String(KafkaEventWriter.keyOf(event), StandardCharsets.UTF_8);
  }
}
