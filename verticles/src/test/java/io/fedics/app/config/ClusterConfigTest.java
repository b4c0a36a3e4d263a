package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {

  @Test
  void from_nothing_isLoopback() {
    assertThat(ClusterConfig.from(new Settings(Map.of())))
        .isEqualTo(new ClusterConfig("fedics", "127.0.0.1", 15_701, List.of("127.0.0.1")));
  }

  @Test
  void from_everyKey_isRead() {
    var settings = new Settings(Map.of(
        "cluster.name", "plant",
        "cluster.host", "10.1.0.5",
        "cluster.port", "5800",
        "cluster.members", "10.1.0.5, 10.1.0.6:5801"));
    assertThat(ClusterConfig.from(settings))
        .isEqualTo(
            new ClusterConfig("plant", "10.1.0.5", 5800, List.of("10.1.0.5", "10.1.0.6:5801")));
    settings.rejectUnread();
  }

  @Test
  void from_whatCannotBe_isOneSentence() {
    refused("cluster.port", "65530", "cluster.port: 65530 (expected: 1 to 65520)");
    refused("cluster.members", ",", "cluster.members: none (expected: HOST or HOST:PORT, …)");
    refused(
        "cluster.host",
        "0.0.0.0",
        "cluster.host: 0.0.0.0 (expected: the address that the others reach)");
  }

  private static void refused(String key, String value, String sentence) {
    assertThatThrownBy(() -> ClusterConfig.from(new Settings(Map.of(key, value))))
        .isInstanceOf(UsageException.class)
        .hasMessage(sentence);
  }
}
