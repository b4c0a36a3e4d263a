package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TailTest {

  @Test
  void negativeBinomial_moreSeen_isLessLikely() {
    double last = 1;
    for (int seen = 0; seen < 500; seen++) {
      double probability = Tail.negativeBinomial(seen, 3, 2);
      assertThat(probability).isGreaterThan(0).isLessThanOrEqualTo(last);
      last = probability;
    }
    assertThat(last).isLessThan(1e-30);
  }

  @Test
  void negativeBinomial_anySeen_isAboveTheExactTail() {
    double mean = 2;
    double shape = 1.5;
    double q = mean / (mean + shape);
    double mass = Math.pow(1 - q, shape);
    double tail = 1;
    for (int k = 0; k < 60; k++) {
      assertThat(Tail.negativeBinomial(k, mean, shape)).isGreaterThanOrEqualTo(tail - 1e-12);
      tail -= mass;
      mass *= q * (k + shape) / (k + 1);
    }
  }

  @Test
  void negativeBinomial_notAboveTheMean_isCertain() {
    assertThat(Tail.negativeBinomial(0, 5, 2)).isEqualTo(1);
    assertThat(Tail.negativeBinomial(5, 5, 2)).isEqualTo(1);
  }

  @Test
  void bounds_oddNumbers_areCertainNotNaN() {
    assertThat(Tail.negativeBinomial(Double.NaN, 1, 1)).isEqualTo(1);
    assertThat(Tail.negativeBinomial(9, Double.NaN, 1)).isEqualTo(1);
    assertThat(Tail.negativeBinomial(9, 0, 1)).isEqualTo(1);
    assertThat(Tail.negativeBinomial(9, 1, 0)).isEqualTo(1);
    assertThat(Tail.pareto(Double.NaN, 1, 1)).isEqualTo(1);
    assertThat(Tail.pareto(5, 0, 1)).isEqualTo(1);
    assertThat(Tail.binomial(3, 0, 0.5)).isEqualTo(1);
    assertThat(Tail.binomial(3, 3, 0)).isEqualTo(1);
    assertThat(Tail.negativeBinomial(1e18, 1, 1)).isGreaterThan(0).isLessThan(1e-9);
  }

  @Test
  void binomial_allHit_isThePower() {
    assertThat(Tail.binomial(10, 10, 0.2)).isCloseTo(Math.pow(0.2, 10), within(1e-12));
    assertThat(Tail.binomial(2, 10, 0.2)).isEqualTo(1);
  }

  @Test
  void pareto_tenTimesTheReference_fallsByTheIndex() {
    assertThat(Tail.pareto(10, 1, 4)).isCloseTo(1e-4, within(1e-12));
    assertThat(Tail.pareto(1, 1, 4)).isEqualTo(1);
  }

  @Test
  void score_moreTests_isLower() {
    assertThat(Tail.score(1e-6, 1)).isEqualTo(1 - 1e-6);
    assertThat(Tail.score(1e-6, 1e3)).isCloseTo(0.999, within(1e-12));
    assertThat(Tail.score(1, 1e9)).isZero();
  }
}
