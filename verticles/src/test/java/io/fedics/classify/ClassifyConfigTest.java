package io.fedics.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyConfigTest {

  @Test
  void from_nothingSet_givesDefaults() {
    assertThat(ClassifyConfig.from(new Settings(Map.of()))).isEqualTo(ClassifyConfig.DEFAULT);
  }

  @Test
  void from_everyKeySet_takesThem() {
    var settings = new Settings(Map.of(
        "classify.detectors", "iforest, lstm",
        "classify.verdict", "rules",
        "classify.attack-version", "v19",
        "classify.prior", "0.1",
        "classify.edges", "640"));

    assertThat(ClassifyConfig.from(settings))
        .isEqualTo(new ClassifyConfig(List.of("iforest", "lstm"), "rules", "v19", 0.1, 640));
    settings.rejectUnread();
  }

  @ParameterizedTest
  @CsvSource({"'iforst,lstm', iforst", "',', none"})
  void from_detectorThatNoStageIs_namesIt(String names, String told) {
    var settings = new Settings(Map.of("classify.detectors", names));

    assertThatThrownBy(() -> ClassifyConfig.from(settings))
        .hasMessage("classify.detectors: " + told
            + " (expected: some of physics-flow, physics-host, iforest, lstm)");
  }

  @Test
  void from_unknownAttackVersion_namesKeyAndValue() {
    var settings = new Settings(Map.of("classify.attack-version", "v7"));

    assertThatThrownBy(() -> ClassifyConfig.from(settings))
        .hasMessage("classify.attack-version: v7 (expected: v18.1 or v19)");
  }
}
