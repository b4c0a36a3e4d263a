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
  void holdOutNormals_fewDistinctRows_keepsOneAndLeavesOne() {
    double[][] rows = {{1}, {2}, {2}, {7}};
    var data = new TrainingData(rows, new int[] {0, 0, 0, 1}, List.of("normal", "attack"));
    assertThat(data.distinctNormals()).isEqualTo(2);
    for (int seed = 0; seed < 100; seed++) {
      TrainingData.Split split = data.holdOutNormals(0.25, seed);
      assertThat(split.normals().size()).isBetween(1, 2);
      assertThat(split.rest().distinctNormals()).isEqualTo(1);
    }
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
