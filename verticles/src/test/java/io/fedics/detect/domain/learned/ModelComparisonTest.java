package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.detect.domain.learned.ModelComparison.Figures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelComparisonTest {
  private static final Figures NOW = new Figures(0.010, 0.50);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "1000, 0.010, 0.50, true, -",
        "1000, 0.000, 0.50, true, -",
        "1000, 0.022, 0.50, true, -",
        "1000, 0.040, 0.50, true, it alarms more often",
        "100000, 0.012, 0.50, true, it alarms more often",
        "1000, 0.010, 0.52, true, -",
        "1000, 0.010, 0.53, true, it repeats normal windows worse",
        "1000, 0.010, 0.53, false, -",
      })
  void worse_onlyWhatChanceDoesNotExplain(
      int records, double alarms, double error, boolean scalesAlike, String why) {
    var result = new ModelComparison(records, NOW, new Figures(alarms, error), scalesAlike);
    assertThat(result.worse().orElse(null)).isEqualTo(why);
  }
}
