package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTextTest {
  @Test
  void of_whatRoundsToZero_hasNoMinus() {
    assertThat(FigureText.of("%.2f", -0.004)).isEqualTo("0.00");
    assertThat(FigureText.of("%.2f", -0.0)).isEqualTo("0.00");
    assertThat(FigureText.of("%+.4f", -0.00001)).isEqualTo("+0.0000");
  }

  @Test
  void of_anyOtherFigure_keepsItsSign() {
    assertThat(FigureText.of("%.2f", -0.006)).isEqualTo("-0.01");
    assertThat(FigureText.of("%+.4f", 0.5)).isEqualTo("+0.5000");
    assertThat(FigureText.of("%.2f", null)).isEqualTo("–");
  }
}
