package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpAccountantTest {
  private static final double MILLIONTH_PERCENT = 1e-4;

  private final RdpAccountant accountant = new RdpAccountant();

  /** Values that published test suites assert; the digits given are those published. */
  @ParameterizedTest
  @CsvSource({
    "0.04,             1.5,         2250,   1e-5, 7.32911117,   5e-9",
    "0.0025,           1.3,         6000,   1e-5, 0.72422340,   5e-9",
    "0.001,            1.0,         30000,  1e-7, 1.41549885,   5e-9",
    "0.01,             0.7,         120,    1e-5, 3.2392,       5e-5",
    "1,                0.7,         2,      1e-5, 10.8602036,   5e-8",
    "1,                1.0,         5,      1e-6, 13.376,       5e-4",
    "1,                4.530877117, 1,      1e-6, 1.000000,     5e-7",
    "0.00001024,       0.1,         976563, 1e-7, 7801.06,      5e-3",
  })
  void cost_publishedSetting_isThePublishedEpsilon(
      double rate, double noise, long steps, double delta, double epsilon, double rounding) {
    double computed =
        accountant.cost(new GaussianSteps(rate, noise, steps), delta).epsilon();
    assertThat(computed).isCloseTo(epsilon, within(Math.max(rounding, 1e-6 * epsilon)));
  }

  @ParameterizedTest
  @CsvSource({"0.0025, 1.3, 6000, 1e-5, 19", "0.001, 1.0, 30000, 1e-7, 13"})
  void cost_publishedSetting_namesTheOrder(
      double rate, double noise, long steps, double delta, double order) {
    PrivacyCost cost = accountant.cost(new GaussianSteps(rate, noise, steps), delta);
    assertThat(cost.order()).hasValue(order);
    assertThat(cost.orderAtEdge()).isFalse();
  }

  /**
   * Published twice: 6.5007e-4 at order 1.5, which is exact, and later 6.70579741e-4 there and 1.08548710e-3 at 2.5, which
   * are bounds from above. Ours are the exact ones; the whole orders agree in both.
   */
  @ParameterizedTest
  @CsvSource({
    "1.5, 6.50070897e-4, 6.70579741e-4",
    "2.5, 1.08541806e-3, 1.08548710e-3",
    "5,   2.18075656e-3, 2.18075657e-3",
    "50,  2.38460375e-2, 2.38460376e-2",
    "100, 167.416308,    167.416309",
  })
  void divergence_publishedOrder_isExactAndNotAboveTheBound(
      double order, double exact, double bound) {
    assertThat(accountant.divergence(List.of(new GaussianSteps(0.01, 2.5, 50)), order))
        .isCloseTo(exact, withinPercentage(MILLIONTH_PERCENT))
        .isLessThanOrEqualTo(bound);
  }

  /** A fine quadrature of the definition itself, where A is far enough from 1 for it. */
  @ParameterizedTest
  @CsvSource({
    "0.3,  0.8, 1.1", "0.3,  0.8, 2", "0.3,  0.8, 2.7", "0.3, 0.8, 10.9", "0.3, 1.5, 32",
    "0.9,  1.2, 1.3", "0.9,  1.2, 7.5", "0.99, 3.0, 4.4", "0.02, 0.3, 5.5", "0.1, 6.0, 9.9",
    "0.004266666666666667, 1.12, 10.9", "0.5, 0.5, 3", "0.02, 0.3, 1.5",
  })
  void divergence_anyOrder_isTheQuadratureOfItsDefinition(double rate, double noise, double order) {
    assertThat(accountant.divergence(List.of(new GaussianSteps(rate, noise, 1)), order))
        .isCloseTo(quadrature(rate, noise, order), withinPercentage(MILLIONTH_PERCENT));
  }

  private static double quadrature(double rate, double noise, double order) {
    double step = noise / 400;
    double sum = 0;
    for (double z = -12 * noise; z < order + 2 + 12 * noise; z += step) {
      double ratio = (1 - rate) + rate * Math.exp((2 * z - 1) / (2 * noise * noise));
      double log = order * Math.log(ratio) - z * z / (2 * noise * noise);
      sum += step * Math.exp(log) / (noise * Math.sqrt(2 * Math.PI));
    }
    return Math.log(sum) / (order - 1);
  }

  /** For small rates the divergence is a q² (e^(1/s²) - 1) / 2 (the source's leading term), to about q. */
  @ParameterizedTest
  @ValueSource(doubles = {1.1, 1.7, 2, 2.3, 5, 9.9})
  void divergence_tinyRate_keepsItsDigits(double order) {
    double rate = 1e-8;
    double leading = order * rate * rate * Math.expm1(1 / 4.0) / 2;
    assertThat(accountant.divergence(List.of(new GaussianSteps(rate, 2, 1)), order))
        .isCloseTo(leading, withinPercentage(MILLIONTH_PERCENT));
  }

  @Test
  void divergence_ofNeighbouringOrders_doesNotJumpBetweenSumAndIntegral() {
    for (double noise : new double[] {0.06, 0.2, 1, 7, 90}) {
      var steps = List.of(new GaussianSteps(0.03, noise, 1));
      for (int order = 2; order <= 10; order++) {
        double whole = accountant.divergence(steps, order);
        assertThat(accountant.divergence(steps, order + 1e-9))
            .isCloseTo(whole, withinPercentage(MILLIONTH_PERCENT));
      }
    }
  }

  @Test
  void cost_unlikeSteps_addPerOrder() {
    var first = new GaussianSteps(0.01, 1.1, 500);
    var second = new GaussianSteps(1, 20, 3);
    assertThat(accountant.divergence(List.of(first, second), 8))
        .isEqualTo(
            accountant.divergence(List.of(first), 8) + accountant.divergence(List.of(second), 8));
    assertThat(accountant.cost(List.of(first, second), 1e-5).epsilon())
        .isGreaterThan(accountant.cost(first, 1e-5).epsilon())
        .isLessThan(accountant.cost(first, 5e-6).epsilon()
            + accountant.cost(second, 5e-6).epsilon());
  }

  @Test
  void cost_stepsInPieces_isTheSameToTheLastBit() {
    var whole = List.of(new GaussianSteps(0.02, 1, 100), new GaussianSteps(0.02, 2, 5));
    var pieces = List.of(
        new GaussianSteps(0.02, 1, 60),
        new GaussianSteps(0.02, 2, 5),
        new GaussianSteps(0.02, 1, 40));
    assertThat(accountant.cost(pieces, 1e-6)).isEqualTo(accountant.cost(whole, 1e-6));
  }

  @Test
  void cost_moreOfAnything_isNotLess() {
    double[] rates = {0, 1e-6, 1e-4, 0.01, 0.1, 0.5, 0.99, 1};
    double[] noises = {100, 10, 3, 1.5, 1, 0.7, 0.4, 0.1, 0.03};
    for (int i = 0; i < rates.length; i++) {
      for (int j = 0; j < noises.length; j++) {
        double here = epsilon(rates[i], noises[j], 100, 1e-6);
        if (i > 0) {
          assertThat(here).isGreaterThanOrEqualTo(epsilon(rates[i - 1], noises[j], 100, 1e-6));
        }
        if (j > 0) {
          assertThat(here).isGreaterThanOrEqualTo(epsilon(rates[i], noises[j - 1], 100, 1e-6));
        }
        assertThat(epsilon(rates[i], noises[j], 200, 1e-6)).isGreaterThanOrEqualTo(here);
        assertThat(epsilon(rates[i], noises[j], 100, 1e-7)).isGreaterThanOrEqualTo(here);
      }
    }
  }

  private double epsilon(double rate, double noise, long steps, double delta) {
    return accountant.cost(new GaussianSteps(rate, noise, steps), delta).epsilon();
  }

  @Test
  void cost_noStepOrNobody_isZero() {
    assertThat(epsilon(0.5, 1, 0, 1e-5)).isZero();
    assertThat(epsilon(0, 1, 10, 1e-5)).isZero();
    assertThat(epsilon(0, 0, 10, 1e-5)).isZero();
    assertThat(accountant.cost(List.of(), 1e-5)).isEqualTo(PrivacyCost.withoutOrder(0));
  }

  @Test
  void cost_noNoise_isInfinite() {
    assertThat(epsilon(0.01, 0, 1, 1e-5)).isInfinite();
    assertThat(epsilon(1, 1e-200, 1, 1e-5)).isInfinite();
  }

  @Test
  void cost_hugeNoise_isFiniteAndTellsOfTheEdge() {
    PrivacyCost cost = accountant.cost(new GaussianSteps(1, 1e6, 1), 1e-5);
    assertThat(cost.epsilon()).isBetween(0.0, 0.01);
    assertThat(cost.orderAtEdge()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1e-5, 2, Double.NaN, Double.POSITIVE_INFINITY})
  void cost_badDelta_isRefused(double delta) {
    assertThatThrownBy(() -> accountant.cost(new GaussianSteps(0.1, 1, 1), delta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("delta: " + delta + " (expected: ");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 1025, Double.NaN})
  void divergence_badOrder_isRefused(double order) {
    assertThatThrownBy(() -> accountant.divergence(List.of(), order))
        .hasMessageStartingWith("order: " + order + " (expected: ");
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 1,        1,  sampling rate: -0.1",
    "1.1,  1,        1,  sampling rate: 1.1",
    "NaN,  1,        1,  sampling rate: NaN",
    "0.1,  -1,       1,  noise multiplier: -1.0",
    "0.1,  NaN,      1,  noise multiplier: NaN",
    "0.1,  Infinity, 1,  noise multiplier: Infinity",
    "0.1,  1,        -1, steps: -1",
  })
  void steps_badParameter_isRefused(double rate, double noise, long steps, String named) {
    assertThatThrownBy(() -> new GaussianSteps(rate, noise, steps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(named + " (expected: ");
  }

  @Test
  void named_unknownAccountant_isRefused() {
    assertThat(Accountant.named("RDP").name()).isEqualTo("rdp");
    assertThatThrownBy(() -> Accountant.named("moments")).hasMessageContaining("moments (expected");
  }
}
