package io.fedics.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictConfigTest {

  @Test
  void from_nothingSet_givesDefaults() {
    assertThat(PredictConfig.from(new Settings(Map.of()))).isEqualTo(PredictConfig.DEFAULT);
  }

  @Test
  void from_everyKeySet_takesThem() {
    var settings = new Settings(Map.of(
        "aggregate.own-prefixes", "192.0.2.0/24",
        "predict.escalation-limit", "0.5",
        "predict.horizon", "5m",
        "predict.half-life", "2h",
        "predict.graph-hosts", "100",
        "predict.graph-neighbours", "4"));

    assertThat(PredictConfig.from(settings))
        .isEqualTo(new PredictConfig(
            "192.0.2.0/24", 0.5, Duration.ofMinutes(5), Duration.ofHours(2), 100, 4));
    settings.rejectUnread();
  }

  @Test
  void from_limitThatIsNoNumber_namesKeyAndRange() {
    var settings = new Settings(Map.of("predict.escalation-limit", "NaN"));

    assertThatThrownBy(() -> PredictConfig.from(settings))
        .hasMessage("predict.escalation-limit: NaN (expected: 0 to 1)");
  }
}
