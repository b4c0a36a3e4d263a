package io.fedics.ingest.simulate.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seeds are fixed, so nothing here can fail by chance; tolerances are five standard errors all the same. */
class DiceTest {
  private static final int DRAWS = 100_000;

  private static double mean(DoubleStream numbers) {
    return numbers.average().orElseThrow();
  }

  @Test
  void normal_manyDraws_hasMeanZeroAndVarianceOne() {
    var dice = new Dice(1);
    double[] drawn = DoubleStream.generate(dice::normal).limit(DRAWS).toArray();
    assertThat(mean(Arrays.stream(drawn))).isCloseTo(0, within(0.016));
    assertThat(mean(Arrays.stream(drawn).map(x -> x * x))).isCloseTo(1, within(0.023));
    assertThat(Arrays.stream(drawn).map(Math::abs).max().orElseThrow()).isLessThan(4.9);
  }

  @Test
  void exponential_manyDraws_hasItsMean() {
    var dice = new Dice(2);
    assertThat(mean(DoubleStream.generate(() -> dice.exponential(7)).limit(DRAWS)))
        .isCloseTo(7, within(0.11));
  }

  @Test
  void logNormal_manyDraws_halfLieBelowTheMedian() {
    var dice = new Dice(3);
    long below = DoubleStream.generate(() -> dice.logNormal(50, 1.5))
        .limit(DRAWS)
        .filter(x -> x < 50)
        .count();
    assertThat(below / (double) DRAWS).isCloseTo(0.5, within(0.008));
  }

  @Test
  void between_wholeNumbers_reachesBothEndsOnly() {
    var dice = new Dice(4);
    assertThat(
            IntStream.generate(() -> dice.between(3, 5)).limit(100).distinct().sorted())
        .containsExactly(3, 4, 5);
  }

  @Test
  void of_purpose_dependsOnTheSeedNotOnDraws() {
    var dice = new Dice(5);
    long before = dice.of("a").bits();
    dice.bits();
    assertThat(dice.of("a").bits()).isEqualTo(before).isNotEqualTo(dice.of("b").bits());
    assertThat(dice.of(1).bits()).isNotEqualTo(dice.of(2).bits());
    assertThat(new Dice(6).of("a").bits()).isNotEqualTo(before);
  }

  @Test
  void shuffle_list_keepsItsElements() {
    List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));
    new Dice(7).shuffle(list);
    assertThat(list)
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8)
        .isNotEqualTo(List.of(1, 2, 3, 4, 5, 6, 7, 8));
  }
}
