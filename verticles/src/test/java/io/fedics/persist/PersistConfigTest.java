package io.fedics.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersistConfigTest {
  @Test
  void from_nothingSet_hasDefaults() {
    assertThat(PersistConfig.from(new Settings(Map.of())))
        .isEqualTo(new PersistConfig(Duration.ofDays(30), 20_000_000_000L, Duration.ofMinutes(10)));
  }

  @Test
  void from_everyKeySet_readsThem() {
    var settings = new Settings(Map.of(
        "persist.retention", "7d", "persist.max-bytes", "1000000", "persist.prune-every", "1m"));
    assertThat(PersistConfig.from(settings))
        .isEqualTo(new PersistConfig(Duration.ofDays(7), 1_000_000, Duration.ofMinutes(1)));
    settings.rejectUnread();
  }

  @Test
  void from_retentionOfAMinute_isRefusedNamingTheKey() {
    assertThatThrownBy(() -> PersistConfig.from(new Settings(Map.of("persist.retention", "1m"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("persist.retention");
  }
}
