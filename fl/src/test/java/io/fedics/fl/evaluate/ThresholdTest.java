package io.fedics.fl.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdTest {
  private static final Scorer FIRST_COLUMN = rows -> FixtureRows.column(rows, 0);

  @Test
  void detector_threshold_isTheQuantileOfHeldOutNormalsAlone() {
    double[][] rows = new double[2_000][];
    int[] classes = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      classes[row] = row % 2;
      rows[row] = new double[] {classes[row] == 0 ? row / 2_000.0 : 1_000};
    }
    TrainingData.Split split =
        new TrainingData(rows, classes, List.of("normal", "attack")).holdOutNormals(0.5, 1);
    Detector detector = Detector.of("first", FIRST_COLUMN, split.normals(), 0.97, false);
    // 500 uniform values: the standard error of their 0.97 quantile is 0.0076.
    assertThat(detector.threshold()).isEqualTo(0.97, within(0.04));
    assertThat(split.rest().rows().length)
        .isEqualTo(rows.length - split.normals().size());
  }

  @Test
  void holdOutNormals_sameSeed_keepsTheSame() {
    double[][] rows = new SplittableRandom(3)
        .doubles(400)
        .mapToObj(v -> new double[] {v})
        .toArray(double[][]::new);
    var data = new TrainingData(rows, new int[400], List.of("normal"));
    double first = data.holdOutNormals(0.3, 9).normals().scoredBy(FIRST_COLUMN).threshold(0.9);
    double again = data.holdOutNormals(0.3, 9).normals().scoredBy(FIRST_COLUMN).threshold(0.9);
    assertThat(again).isEqualTo(first);
  }

  @Test
  void tail_ofScores_isTheShareAtLeastAsHigh() {
    var normals = new NormalScores(new double[] {1, 2, 2, 3});
    assertThat(normals.tail(0)).isEqualTo(1);
    assertThat(normals.tail(2)).isEqualTo(4 / 5.0);
    assertThat(normals.tail(4)).isEqualTo(1 / 5.0);
  }

  @Test
  void fisher_monotoneChangeOfAPart_changesNothing() {
    double[][] rows = new SplittableRandom(5)
        .doubles(300)
        .mapToObj(v -> new double[] {v})
        .toArray(double[][]::new);
    Scorer cubed =
        all -> Arrays.stream(FIRST_COLUMN.score(all)).map(v -> 1e6 * v * v * v).toArray();
    assertThat(combined(cubed, rows)).containsExactly(combined(FIRST_COLUMN, rows));
  }

  private static double[] combined(Scorer scorer, double[][] rows) {
    var part = new FisherCombination.Part(scorer, new NormalScores(scorer.score(rows)), 1);
    return new FisherCombination(List.of(part, part)).score(rows);
  }

  @Test
  void recalibration_normalsMoved_bringsTheRateBack() {
    var random = new SplittableRandom(11);
    var recalibration = recalibration(random);
    int old = 0;
    int alarms = 0;
    for (int i = 0; i < 20_000; i++) {
      double score = 1.6 * exponential(random);
      old += score > -Math.log(0.03) ? 1 : 0;
      alarms += recalibration.judge(score) && i >= 2_000 ? 1 : 0;
    }
    assertThat(old / 20_000.0).as("the old threshold").isGreaterThan(0.1);
    assertThat(alarms / 18_000.0).isLessThan(1.5 * 0.03);
  }

  @Test
  void recalibration_nothingMoved_staysWhereItWas() {
    var random = new SplittableRandom(12);
    var recalibration = recalibration(random);
    for (int i = 0; i < 20_000; i++) {
      recalibration.judge(exponential(random));
    }
    assertThat(recalibration.factor()).isEqualTo(1, within(0.1));
  }

  @Test
  void recalibration_mostlyAttacks_leavesTheThreshold() {
    var random = new SplittableRandom(13);
    var recalibration = recalibration(random);
    for (int i = 0; i < 5_000; i++) {
      recalibration.judge(i % 3 == 0 ? exponential(random) : 100);
    }
    assertThat(recalibration.factor()).isEqualTo(1);
  }

  @Test
  void recalibration_attacksAboveTheTrim_countNothing() {
    var random = new SplittableRandom(14);
    var recalibration = recalibration(random);
    for (int i = 0; i < 20_000; i++) {
      recalibration.judge(i % 5 < 2 ? 100 : exponential(random));
    }
    // Of 1,200 values the median's standard error is 0.03, the estimate's about 0.1.
    assertThat(recalibration.factor()).isEqualTo(1, within(0.3));
    assertThat(recalibration.threshold()).isEqualTo(-Math.log(0.03), within(1.2));
  }

  /** The first quarter ends at 0.29: what moved are the median and what lies around it. */
  @Test
  void recalibration_onlyTheMiddleMoved_staysWithTheLowest() {
    var random = new SplittableRandom(15);
    var recalibration = recalibration(random);
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      double score = exponential(random);
      recalibration.judge(score > 0.35 && score < 1 ? score + 0.5 : score);
      sum += i >= 10_000 ? recalibration.factor() : 0;
    }
    // The median alone says 1.5. Of 1,940 values the lowest tenth's standard error is 0.07 of
    // itself.
    assertThat(sum / 10_000).isBetween(1.0, 1.1);
  }

  @Test
  void recalibration_longRunOfAttacksBelowTheThreshold_stopsAtOneAndAHalf() {
    var random = new SplittableRandom(16);
    var recalibration = recalibration(random);
    for (int i = 0; i < 5_000; i++) {
      recalibration.judge(3);
    }
    assertThat(recalibration.factor()).isEqualTo(1.5, within(1e-9));
    assertThat(recalibration.judge(9)).as("what training normals never reach").isTrue();
  }

  private static Recalibration recalibration(SplittableRandom random) {
    double[] scores = new double[20_000];
    Arrays.setAll(scores, i -> exponential(random));
    return new Recalibration(new NormalScores(scores), 0.97, 2_000);
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }

  @Test
  void repeats_ofRows_areExactOrAlikeToTwoDigits() {
    var training =
        new TrainingData(new double[][] {{1.00, 200}, {3, 4}}, new int[2], List.of("normal"));
    var test = new TestData(
        new double[][] {{3, 4}, {1.001, 201}, {1.2, 200}}, new int[3], List.of("normal"));
    Repeats repeats = Repeats.of(training, test);
    assertThat(repeats.exactCount()).isEqualTo(1);
    assertThat(repeats.near()).containsExactly(true, true, false);
  }
}
