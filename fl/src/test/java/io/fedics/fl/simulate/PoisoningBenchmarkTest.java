package io.fedics.fl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.evaluate.Spread;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.site.Learning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoisoningBenchmarkTest {
  private static final List<String> NAMES = List.of("normal", "flood", "scan", "worm");
  private static final PoisoningBenchmark.Setup SETUP = new PoisoningBenchmark.Setup(
      5,
      3,
      new Learning(1, 16, 0.1, 0.9),
      List.of(
          new PoisoningBenchmark.Case(Strategy.parse("FLTrust:root_examples=60,root_share=0.5"), 2),
          new PoisoningBenchmark.Case(Strategy.parse("FedMedian"), 2)),
      Set.of("worm"),
      0.3);

  /** Attacks have a larger first number; worms are held out only. */
  private static PublicRanges data(long seed) {
    return new PublicRanges(
        new TrainingData(rows(600, 3, seed), classes(600, 3), NAMES),
        new TestData(rows(300, 4, ~seed), classes(300, 4), NAMES),
        List.of("a", "b", "is_host_login"),
        Set.of("worm"));
  }

  private static double[][] rows(int size, int kinds, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[size][];
    for (int row = 0; row < size; row++) {
      double base = row % kinds == 0 ? 0 : 0.6;
      rows[row] = new double[] {base + 0.4 * random.nextDouble(), random.nextDouble(), 0};
    }
    return rows;
  }

  private static int[] classes(int size, int kinds) {
    int[] classes = new int[size];
    for (int row = 0; row < size; row++) {
      classes[row] = row % kinds;
    }
    return classes;
  }

  @Test
  void rows_everyAttack_isComparedSeedBySeedWithTheRunWithoutLiars() {
    List<String> told = new ArrayList<>();
    List<PoisoningRow> rows = new PoisoningBenchmark(PoisoningBenchmarkTest::data, SETUP)
        .rows(List.of(1L, 2L), told::add);
    int attacks = Attack.values().length;
    assertThat(rows).hasSize(2 * 2 * (1 + attacks));
    // per seed and partition two strategies and FedAvg, none of them twice
    assertThat(told).hasSize(2 * 2 * 3 * (1 + attacks)).doesNotHaveDuplicates();

    PoisoningRow honest = rows.getFirst();
    assertThat(honest.attack()).isEmpty();
    assertThat(honest.loss().values()).allMatch(spread -> spread.mean() == 0);
    assertThat(honest.recall()).isEmpty();
    assertThat(honest.figures()).containsKeys("accuracy", "unseen_accuracy", "unseen_auc");

    PoisoningRow scaled = row(rows, Attack.SCALING);
    assertThat(scaled.loss().keySet()).containsExactlyInAnyOrderElementsOf(PoisoningRow.GUARDED);
    assertThat(accuracy(scaled.loss()))
        .isCloseTo(accuracy(honest.figures()) - accuracy(scaled.figures()), within(1e-12));
    assertThat(accuracy(scaled.lossOfMean())).isGreaterThan(0.1);
    assertThat(scaled.isKept()).isEqualTo(scaled.worst() <= PoisoningRow.GOAL);
    assertThat(scaled.recall()).isPresent();
    assertThat(row(rows, Attack.BACKDOOR).figures()).containsKey("backdoor");
  }

  private static double accuracy(Map<String, Spread> figures) {
    return Optional.ofNullable(figures.get("accuracy")).orElseThrow().mean();
  }

  private static PoisoningRow row(List<PoisoningRow> rows, Attack attack) {
    return rows.stream()
        .filter(row -> row.attack().filter(attack::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }
}
