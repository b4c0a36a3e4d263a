package io.fedics.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AggregateConfigTest {

  @Test
  void from_nothingSet_givesDefaults() {
    assertThat(AggregateConfig.from(new Settings(Map.of()))).isEqualTo(AggregateConfig.DEFAULT);
  }

  @Test
  void from_everyKeySet_takesThem() {
    var settings = new Settings(Map.of(
        "aggregate.own-prefixes", "192.0.2.0/24",
        "aggregate.own-hosts", "128",
        "aggregate.externals", "64",
        "aggregate.own-destinations", "5",
        "aggregate.external-destinations", "6"));

    assertThat(AggregateConfig.from(settings))
        .isEqualTo(new AggregateConfig("192.0.2.0/24", 128, 64, 5, 6));
    settings.rejectUnread();
  }

  @Test
  void from_rangeThatIsNone_namesKeyAndValue() {
    var settings = new Settings(Map.of("aggregate.own-prefixes", "10.0.0.0/99"));

    assertThatThrownBy(() -> AggregateConfig.from(settings))
        .hasMessageContaining("aggregate.own-prefixes: 10.0.0.0/99");
  }
}
