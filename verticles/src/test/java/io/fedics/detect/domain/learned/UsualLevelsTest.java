package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsualLevelsTest {
  private static double[] levels(double value) {
    double[] levels = new double[HostSecondFeatures.COUNT];
    Arrays.fill(levels, value);
    return levels;
  }

  /** One and three in turn: mean 2, spread 1. */
  private static UsualLevels swinging() {
    var usual = new UsualLevels();
    for (int window = 0; window < 200; window++) {
      usual.learn(levels(window % 2 == 0 ? 1 : 3), 1.0 / (window + 1), false);
    }
    return usual;
  }

  @Test
  void shift_ofAHostThatSwings_isInItsOwnSpreads() {
    UsualLevels usual = swinging();

    assertThat(usual.usual(0)).isCloseTo(2, within(0.01));
    assertThat(usual.shift(levels(2))).isCloseTo(0, within(0.05));
    assertThat(usual.shift(levels(5))).isCloseTo(3, within(0.2));
    assertThat(usual.shift(levels(-1))).isCloseTo(3, within(0.2));
  }

  @Test
  void shift_ofAHostThatNeverChanged_isFiniteAndLarge() {
    var usual = new UsualLevels();
    for (int window = 0; window < 50; window++) {
      usual.learn(levels(1), 1.0 / (window + 1), false);
    }

    assertThat(usual.shift(levels(1))).isZero();
    assertThat(usual.shift(levels(2))).isCloseTo(1 / 0.08, within(0.01));
  }

  @Test
  void shift_ofOneFeature_isItsShareOfTheMean() {
    UsualLevels usual = swinging();
    double[] one = levels(usual.usual(0));
    one[3] += 2;

    assertThat(usual.shift(one)).isCloseTo(usual.shift(3, one[3]) / one.length, within(1e-2));
  }

  @Test
  void learn_anAttackOfFiveMinutes_staysUnusual() {
    UsualLevels usual = swinging();
    double before = usual.shift(levels(8));
    for (int window = 0; window < 60; window++) {
      usual.learn(levels(8), 1.0 / 240, true);
    }

    assertThat(usual.shift(levels(8))).isBetween(before / 3, before);
  }
}
