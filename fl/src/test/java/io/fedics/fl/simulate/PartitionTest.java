package io.fedics.fl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
  private static final int[] CLASSES =
      IntStream.range(0, 1_000).map(row -> row % 4).toArray();

  @ParameterizedTest
  @ValueSource(strings = {"iid", "dirichlet:0.1", "dirichlet:100"})
  void split_everyRow_isAtOneSite(String text) {
    List<int[]> parts = Partition.of(text).split(CLASSES, 7, 1);
    assertThat(parts).hasSize(7).allMatch(part -> part.length >= Partition.LEAST_ROWS);
    assertThat(parts.stream().flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(IntStream.range(0, CLASSES.length).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"iid", "dirichlet:0.1"})
  void split_sameSeed_isTheSame(String text) {
    Partition partition = Partition.of(text);
    assertThat(partition.split(CLASSES, 5, 3)).containsExactlyElementsOf(same(partition, 3));
    assertThat(partition.split(CLASSES, 5, 3).getFirst())
        .isNotEqualTo(same(partition, 4).getFirst());
  }

  private static List<int[]> same(Partition partition, long seed) {
    return partition.split(CLASSES, 5, seed);
  }

  @Test
  void split_smallAlpha_isUnevenAndLargeIsEven() {
    assertThat(largestShare("dirichlet:0.1")).isGreaterThan(0.5);
    assertThat(largestShare("dirichlet:10000")).isLessThan(0.25);
  }

  /** Of a class at the site that has most of it; the mean over classes. */
  private static double largestShare(String text) {
    List<int[]> parts = Partition.of(text).split(CLASSES, 5, 2);
    double sum = 0;
    for (int kind = 0; kind < 4; kind++) {
      int wanted = kind;
      sum += parts.stream()
              .mapToLong(part ->
                  Arrays.stream(part).filter(row -> CLASSES[row] == wanted).count())
              .max()
              .orElseThrow()
          / 250.0;
    }
    return sum / 4;
  }

  /** Mean 1/size and variance (1/size)(1 − 1/size)/(alpha × size + 1): 20,000 draws miss by six deviations once in 10^9. */
  @Test
  void dirichlet_draws_haveItsMoments() {
    var random = new SplittableRandom(5);
    int draws = 20_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double[] shares = Draws.dirichlet(0.5, 4, random);
      assertThat(Arrays.stream(shares).sum())
          .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
      sum += shares[0];
      squares += (shares[0] - 0.25) * (shares[0] - 0.25);
    }
    double variance = 0.25 * 0.75 / (0.5 * 4 + 1);
    assertThat(sum / draws)
        .isCloseTo(0.25, org.assertj.core.data.Offset.offset(6 * Math.sqrt(variance / draws)));
    assertThat(squares / draws).isCloseTo(variance, org.assertj.core.data.Offset.offset(0.004));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"even", "dirichlet", "dirichlet:", "dirichlet:0", "dirichlet:-1", "dirichlet:NaN"})
  void of_nonsense_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Partition.of(text))
        .withMessageStartingWith("partition: ");
  }

  @Test
  void split_tooFewRows_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Partition.of("iid").split(new int[20], 10, 1))
        .withMessage("clients: 10 (expected: at least 8 rows for each)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Partition.of("dirichlet:0.1").split(new int[20], 10, 1));
  }
}
