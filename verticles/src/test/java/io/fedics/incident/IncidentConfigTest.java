package io.fedics.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentConfigTest {

  @Test
  void from_nothingSet_givesDefaults() {
    assertThat(IncidentConfig.from(new Settings(Map.of()))).isEqualTo(IncidentConfig.DEFAULT);
  }

  @Test
  void from_everyKeySet_takesThem() {
    var settings = new Settings(Map.of(
        "incident.quiet-gap", "5m",
        "incident.update-every", "10s",
        "incident.victim-growth", "3",
        "incident.most-open", "7"));

    assertThat(IncidentConfig.from(settings))
        .isEqualTo(new IncidentConfig(Duration.ofMinutes(5), Duration.ofSeconds(10), 3, 7));
    settings.rejectUnread();
  }

  @Test
  void from_gapBelowUpdates_namesKeyAndValue() {
    var settings = new Settings(Map.of("incident.quiet-gap", "5s"));

    assertThatThrownBy(() -> IncidentConfig.from(settings))
        .hasMessage("incident.quiet-gap: PT5S (expected: incident.update-every or more)");
  }
}
