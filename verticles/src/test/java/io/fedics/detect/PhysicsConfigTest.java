package io.fedics.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.detect.domain.physics.PhysicsSettings;
import io.fedics.shared.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhysicsConfigTest {

  @Test
  void from_nothingSet_isTheDefault() {
    var settings = new Settings(Map.of());

    assertThat(PhysicsConfig.from(settings).rules()).isEqualTo(PhysicsSettings.DEFAULT);
    settings.rejectUnread();
  }

  @Test
  void from_everyKeySetToItsDefault_readsThemAll() {
    var asked = new Settings(Map.of());
    PhysicsConfig.from(asked);
    var settings = new Settings(new HashMap<>(asked.asked()));

    assertThat(PhysicsConfig.from(settings).rules()).isEqualTo(PhysicsSettings.DEFAULT);
    settings.rejectUnread();
  }

  @Test
  void from_someKeysSet_areUsed() {
    PhysicsSettings rules = PhysicsConfig.from(new Settings(Map.of(
            "detect.learning", "10m",
            "detect.threshold", "0.9999",
            "detect.vertical-scan-burst", "0.75",
            "detect.travel-kilometres-per-hour", "1200")))
        .rules();

    assertThat(rules.site().learningSeconds()).isEqualTo(600);
    assertThat(rules.site().threshold()).isEqualTo(0.9999);
    assertThat(rules.verticalScan().ports().burst()).isEqualTo(0.75);
    assertThat(rules.travel().kilometresPerHour()).isEqualTo(1_200);
  }

  @Test
  void from_valueOutOfRange_namesKeyValueAndRange() {
    assertThatThrownBy(() -> PhysicsConfig.from(new Settings(Map.of("detect.threshold", "1.5"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("detect.threshold: 1.5");
    assertThatThrownBy(() -> PhysicsConfig.from(new Settings(Map.of("detect.flood-shape", "-1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
