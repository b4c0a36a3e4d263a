package io.fedics.present;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresentConfigTest {
  @Test
  void from_nothingSet_hasDefaults() {
    assertThat(PresentConfig.from(new Settings(Map.of())))
        .isEqualTo(new PresentConfig(
            Duration.ofSeconds(8),
            Duration.ofHours(12),
            Duration.ofSeconds(30),
            List.of(),
            List.of(),
            1_000_000_000L));
  }

  @Test
  void from_everyKeySet_readsThem() {
    var settings = new Settings(Map.of(
        "present.query-timeout", "2s",
        "present.session", "1h",
        "present.heartbeat", "5s",
        "present.origins", "https://a.example, https://b.example",
        "present.hosts", "fedics.plant.example",
        "present.most-upload", "5000"));
    assertThat(PresentConfig.from(settings))
        .isEqualTo(new PresentConfig(
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            List.of("https://a.example", "https://b.example"),
            List.of("fedics.plant.example"),
            5_000));
    settings.rejectUnread();
  }

  @Test
  void from_noTimeForAQuestion_isRefusedNamingTheKey() {
    assertThatThrownBy(
            () -> PresentConfig.from(new Settings(Map.of("present.query-timeout", "0ms"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("present.query-timeout");
  }
}
