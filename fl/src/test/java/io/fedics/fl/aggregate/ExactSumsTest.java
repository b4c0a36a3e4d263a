package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumsTest {
  private record Term(double value, long times) {}

  @Test
  void sum_randomTerms_isTheExactSumRoundedOnce() {
    RandomGenerator random = new Random(1);
    for (int repeat = 0; repeat < 2000; repeat++) {
      List<Term> terms = terms(random, 1 + random.nextInt(20));
      BigDecimal exact = terms.stream()
          .map(term -> new BigDecimal(term.value).multiply(BigDecimal.valueOf(term.times)))
          .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum(terms)).isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void sum_anyOrder_isTheSameToTheBit() {
    RandomGenerator random = new Random(2);
    for (int repeat = 0; repeat < 200; repeat++) {
      List<Term> terms = terms(random, 50);
      double before = sum(terms);
      Collections.shuffle(terms, new Random(repeat));
      assertThat(Double.doubleToLongBits(sum(terms))).isEqualTo(Double.doubleToLongBits(before));
    }
  }

  @Test
  void sum_termsThatCancel_leaveTheSmallOne() {
    assertThat(sum(List.of(new Term(1e19, 1), new Term(1e-9, 1), new Term(-1e19, 1))))
        .isEqualTo(1e-9);
    assertThat(sum(List.of(new Term(0.1, 3), new Term(-0.1, 3)))).isEqualTo(0.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, Double.MIN_VALUE, Double.MIN_NORMAL, 0x1p-111, 1e-40})
  void sum_belowTheLowestBit_isZero(double value) {
    assertThat(sum(List.of(new Term(value, 1)))).isZero();
    assertThat(sum(List.of(new Term(-value, 1)))).isZero();
  }

  @Test
  void sum_extremesOfTheRange_areExact() {
    double largest = Math.nextDown(0x1p64);
    assertThat(sum(List.of(new Term(largest, 1)))).isEqualTo(largest);
    assertThat(sum(List.of(new Term(-largest, 1)))).isEqualTo(-largest);
    assertThat(sum(List.of(new Term(0x1p-110, 1)))).isEqualTo(0x1p-110);
    assertThat(sum(List.of(new Term(1, (1L << 62) + 1), new Term(-1, 1L << 62))))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p64, -0x1p64, 1e300, Double.POSITIVE_INFINITY, Double.NaN})
  void add_tooLarge_isRefusedAndLeavesNothing(double value) {
    var sums = new ExactSums(2);
    assertThatThrownBy(() -> sums.add(new double[] {1, value}, 1))
        .hasMessageContaining("below 2^64");
    assertThat(sums.sum(0)).isZero();
  }

  /** Magnitudes whose lowest bit lies above 2^-110, so that nothing is cut off. */
  private static List<Term> terms(RandomGenerator random, int count) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double value = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-50, 30));
      terms.add(new Term(value, random.nextLong(1, 1L << random.nextInt(1, 33))));
    }
    return terms;
  }

  private static double sum(List<Term> terms) {
    var sums = new ExactSums(1);
    terms.forEach(term -> sums.add(new double[] {term.value}, term.times));
    return sums.sum(0);
  }
}
