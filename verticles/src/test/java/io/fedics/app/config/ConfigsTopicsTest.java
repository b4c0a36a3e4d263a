package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.config.Settings;
import io.fedics.shared.topic.Topic;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigsTopicsTest {

  @Test
  void topics_usually_areThoseOfThePipeline() {
    assertThat(topics(Map.of())).isEqualTo(Topic.STANDING);
  }

  @Test
  void topics_ofOthersAndOfVerdicts_areThereOnlyWhenAskedFor() {
    assertThat(added(Map.of("ingest.kafka-sources", "network-log")))
        .containsExactly(Topic.NETWORK_LOG);
    assertThat(added(Map.of("detect.route-verdicts", "true"))).isEqualTo(Topic.ROUTED);
  }

  private static Set<Topic> added(Map<String, String> settings) {
    Set<Topic> added = new HashSet<>(topics(settings));
    added.removeAll(Topic.STANDING);
    return added;
  }

  private static Set<Topic> topics(Map<String, String> settings) {
    return Configs.from(new Settings(settings)).topics();
  }
}
