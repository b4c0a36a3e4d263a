package io.fedics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.topic.Topic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestConfigTest {

  @Test
  void from_nothing_readsNoTopicOfOthers() {
    IngestConfig config = IngestConfig.from(new Settings(Map.of()));
    assertThat(config.kafkaSources()).isEmpty();
    assertThat(config.lateness()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.chunk()).isEqualTo(5_000);
    assertThat(config.acknowledgeTimeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void from_everyKey_isTaken() {
    IngestConfig config = IngestConfig.from(new Settings(Map.of(
        "ingest.lateness", "2s",
        "ingest.chunk", "10",
        "ingest.acknowledge-timeout", "3s",
        "ingest.kafka-sources", " network_flows, network-log,network-traffic,")));
    assertThat(config.kafkaSources()).isEqualTo(Topic.FOREIGN);
    assertThat(config.lateness()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.chunk()).isEqualTo(10);
    assertThat(config.acknowledgeTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"network_data", "network-flows", "alerts"})
  void from_topicOthersDoNotWrite_isRefusedByName(String name) {
    var settings = new Settings(Map.of("ingest.kafka-sources", name));
    assertThatThrownBy(() -> IngestConfig.from(settings))
        .isInstanceOf(UsageException.class)
        .hasMessage("ingest.kafka-sources: " + name
            + " (expected: some of network-traffic, network-log, network_flows)");
  }
}
