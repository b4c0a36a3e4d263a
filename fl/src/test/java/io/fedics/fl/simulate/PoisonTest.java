package io.fedics.fl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.aggregate.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoisonTest {
  private static final List<double[]> HONEST =
      List.of(new double[] {1, 0}, new double[] {3, 0}, new double[] {2, 3}, new double[] {2, -3});

  /** The paper's example: 50 sites of which 24 lie need 2 supporters of 26, 24/26 of the normal distribution. */
  @Test
  void deviations_exampleOfThePaper_isItsZ() {
    assertThat(Poison.deviations(50, 24)).isCloseTo(1.4261, within(1e-4));
    assertThat(Poison.deviations(10, 6)).isZero();
  }

  @Test
  void lie_movesTheMeanAgainstTheDeviations() {
    double z = Poison.deviations(7, 3);
    assertThat(z).isPositive();
    assertThat(Poison.lie(HONEST, 3))
        .containsExactly(new double[] {2 - z * Math.sqrt(0.5), -z * Math.sqrt(4.5)}, within(1e-12));
  }

  @Test
  void minMax_isAsFarAsTheHonestAreAtMost() {
    double[] update = Poison.minMax(HONEST);
    double furthest =
        HONEST.stream().mapToDouble(one -> Vectors.distance(one, update)).max().orElseThrow();
    assertThat(furthest).isCloseTo(6, within(1e-9)).isLessThanOrEqualTo(6);
    assertThat(update[0]).isLessThan(2);
    assertThat(update[1]).isNegative();
  }

  @Test
  void minMax_allAlike_isTheirs() {
    assertThat(Poison.minMax(List.of(new double[] {1, 2}, new double[] {1, 2})))
        .containsExactly(1, 2);
  }
}
