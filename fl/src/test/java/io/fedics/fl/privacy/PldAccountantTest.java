package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PldAccountantTest {
  private static final double PUBLISHED = 1e-3;

  private final PldAccountant accountant = new PldAccountant();
  private final RdpAccountant bound = new RdpAccountant();

  @ParameterizedTest
  @CsvSource({
    "0.01, 0.7, 120, 1e-5, 2.4612",
    "1,    0.7, 2,   1e-5, 10.1224946",
    "1,    1.0, 5,   1e-6, 12.595",
  })
  void cost_publishedSetting_isThePublishedEpsilon(
      double rate, double noise, long steps, double delta, double epsilon) {
    assertThat(epsilon(rate, noise, steps, delta)).isCloseTo(epsilon, within(PUBLISHED));
  }

  @ParameterizedTest
  @CsvSource({"1, 1.7320508075688772, 3, 0.126936", "0.2, 0.5, 3, 0.15594"})
  void delta_publishedSetting_isThePublishedDelta(
      double rate, double noise, long steps, double delta) {
    assertThat(accountant.delta(List.of(new GaussianSteps(rate, noise, steps)), 1, 1e-9))
        .isCloseTo(delta, within(1e-5));
  }

  /** Without sampling, T steps of noise s are one of {@code s / √T}, whose delta has a closed form (Balle and Wang 2018). */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 10", "20, 1000", "2, 50", "300, 100000", "0.2, 1"})
  void cost_withoutSampling_isTheClosedFormAndNotBelowIt(double noise, long steps) {
    for (double delta : new double[] {1e-2, 1e-5, 1e-9}) {
      double epsilon = epsilon(1, noise, steps, delta);
      double exact = gaussianEpsilon(noise / Math.sqrt((double) steps), delta);
      assertThat(epsilon)
          .isGreaterThanOrEqualTo(exact * (1 - 1e-9))
          .isCloseTo(exact, withinPercentage(0.1));
    }
  }

  private static double gaussianEpsilon(double noise, double delta) {
    double low = 0;
    double high = 1e4;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      double there =
          phi(0.5 / noise - middle * noise) - Math.exp(middle) * phi(-0.5 / noise - middle * noise);
      if (there > delta) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double phi(double x) {
    return Erfc.value(-x / Math.sqrt(2)) / 2;
  }

  /** One step's delta by a fine quadrature of its definition, in both directions. */
  @ParameterizedTest
  @CsvSource({"0.2, 0.5, 1", "0.01, 0.7, 0.1", "0.5, 3, 0.05", "0.9, 1, 2"})
  void delta_oneStep_isTheQuadratureOfItsDefinition(double rate, double noise, double epsilon) {
    double step = noise / 20_000;
    double remove = 0;
    double add = 0;
    for (double x = -12 * noise; x < 1 + 12 * noise; x += step) {
      double without = step * density(x, noise);
      double with = (1 - rate) * without + rate * step * density(x - 1, noise);
      remove += Math.max(0, with - Math.exp(epsilon) * without);
      add += Math.max(0, without - Math.exp(epsilon) * with);
    }
    assertThat(accountant.delta(List.of(new GaussianSteps(rate, noise, 1)), epsilon, 1e-9))
        .isCloseTo(Math.max(remove, add), withinPercentage(0.05));
  }

  private static double density(double x, double noise) {
    return Math.exp(-x * x / (2 * noise * noise)) / (noise * Math.sqrt(2 * Math.PI));
  }

  @ParameterizedTest
  @CsvSource({
    "0.04,   1.5, 2250,  1e-5",
    "0.0025, 1.3, 6000,  1e-5",
    "0.001,  1.0, 30000, 1e-7",
    "0.01,   0.7, 120,   1e-5",
    "1,      5,   50,    1e-5",
    "0.3,    0.1, 2,     1e-5",
  })
  void cost_anySetting_isBelowTheRenyiBoundAndAboveHalfOfIt(
      double rate, double noise, long steps, double delta) {
    double renyi = bound.cost(new GaussianSteps(rate, noise, steps), delta).epsilon();
    assertThat(epsilon(rate, noise, steps, delta)).isLessThan(renyi).isGreaterThan(renyi / 2);
  }

  /** The grid of so many steps is so coarse that its rounding weighs more than the steps. */
  @ParameterizedTest
  @CsvSource({
    "0.1,   1,   1000000000,      1e-5",
    "0.1,   1,   9999999999,      1e-5",
    "0.01,  1,   100000000,       1e-5",
    "0.001, 0.6, 9999999999,      1e-6",
    "1,     5,   9999999999,      1e-10",
    "0.1,   20,  100000000000000, 1e-5",
    "1,     1,   1000000000000000000, 1e-5",
    "0.1,   1,   1000000000000000000, 1e-5",
    "1,     1,   9223372036854775807, 1e-5",
    "1,     1e6, 9223372036854775807, 1e-5",
    "1,     2e8, 40000000000000000, 1e-5",
    "1,     1e9, 1000000000000000000, 1e-9",
  })
  void cost_tooManyStepsForTheGrid_isTheRenyiBoundWithItsOrder(
      double rate, double noise, long steps, double delta) {
    var spent = new GaussianSteps(rate, noise, steps);
    assertThat(accountant.cost(spent, delta)).isEqualTo(bound.cost(spent, delta));
  }

  @ParameterizedTest
  @CsvSource({"1, 1e-9", "0.1, 1e-9", "1, 1e-99", "1, 1e160", "0.5, 1e300"})
  void cost_noiseBeyondAnyGrid_isTheRenyiBoundWithItsOrder(double rate, double noise) {
    var spent = new GaussianSteps(rate, noise, 1);
    assertThat(accountant.cost(spent, 1e-5)).isEqualTo(bound.cost(spent, 1e-5));
  }

  @Test
  void delta_tooManyStepsForTheGrid_isOne() {
    var spent = List.of(new GaussianSteps(0.1, 1, 9_999_999_999L));
    assertThat(accountant.delta(spent, 1, 1e-5)).isEqualTo(1);
  }

  @Test
  void cost_unlikeSteps_areConvolved() {
    // 1/25 = 3/225 + 2 × 1/75
    var mixed = List.of(new GaussianSteps(1, 15, 3), new GaussianSteps(1, Math.sqrt(75), 2));
    assertThat(accountant.cost(mixed, 1e-6).epsilon())
        .isCloseTo(gaussianEpsilon(5, 1e-6), withinPercentage(0.01));
  }

  @Test
  void cost_moreOfAnything_isNotLess() {
    double here = epsilon(0.05, 1.1, 100, 1e-6);
    assertThat(epsilon(0.06, 1.1, 100, 1e-6)).isGreaterThan(here);
    assertThat(epsilon(0.05, 1.0, 100, 1e-6)).isGreaterThan(here);
    assertThat(epsilon(0.05, 1.1, 120, 1e-6)).isGreaterThan(here);
    assertThat(epsilon(0.05, 1.1, 100, 1e-7)).isGreaterThan(here);
  }

  @Test
  void cost_nothingOrNoNoise_isZeroOrInfinite() {
    assertThat(epsilon(0.1, 1, 0, 1e-5)).isZero();
    assertThat(epsilon(0, 1, 10, 1e-5)).isZero();
    assertThat(epsilon(0.1, 0, 1, 1e-5)).isInfinite();
  }

  @Test
  void cost_sameArguments_isTheSameToTheLastBit() {
    assertThat(epsilon(0.5, 2, 3, 1e-5)).isEqualTo(epsilon(0.5, 2, 3, 1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN, 1e-11})
  void cost_badDelta_isRefused(double delta) {
    assertThatThrownBy(() -> accountant.cost(new GaussianSteps(0.1, 1, 1), delta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("delta: " + delta + " (expected: ");
  }

  private double epsilon(double rate, double noise, long steps, double delta) {
    return accountant.cost(new GaussianSteps(rate, noise, steps), delta).epsilon();
  }
}
