package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fedics.app.infrastructure.Topics;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.topic.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerConfigTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker.example:9092",
        "a:1,b_2:65535",
        "a:1, b:2",
        "[::1]:9092",
        "PLAINTEXT://127.0.0.1:9092",
        ""
      })
  void from_servers_areTaken(String servers) {
    BrokerConfig config = of(servers);
    assertThat(config.bootstrapServers()).isEqualTo(servers);
    assertThat(config.isEmbedded()).isEqualTo(servers.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "a:1,", "a:0", "a:65536", ":9092", "a:b", "http://a:1/x", " "})
  void from_noServers_isOneSentence(String servers) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> of(servers))
        .withMessage(
            "kafka.bootstrap-servers: %s (expected: HOST:PORT, or several with commas)", servers);
  }

  @Test
  void topics_hostWithoutAddress_isOneSentence() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Topics.ensure("nonsense.invalid:9", 4, Topic.STANDING))
        .withMessage("kafka.bootstrap-servers: nonsense.invalid:9 cannot be resolved"
            + " (expected: a host that this machine can find)");
  }

  private static BrokerConfig of(String servers) {
    return BrokerConfig.from(new Settings(Map.of("kafka.bootstrap-servers", servers)));
  }
}
