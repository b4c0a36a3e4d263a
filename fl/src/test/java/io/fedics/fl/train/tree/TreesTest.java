package io.fedics.fl.train.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.RecordEncoder;
import io.fedics.fl.model.tree.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static final BoostingSettings FEW = BoostingSettings.DEFAULT.withRounds(40);

  /** Three classes by quadrants of two columns; the third column is noise. */
  private static double[][] rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[count][];
    Arrays.setAll(rows, _ -> random.doubles(3, -1, 1).toArray());
    return rows;
  }

  private static int[] classes(double[][] rows) {
    return Arrays.stream(rows)
        .mapToInt(row -> row[0] > 0.2 ? 2 : row[1] > 0 ? 1 : 0)
        .toArray();
  }

  private static double right(TreeModel model, double[][] rows) {
    double[][] probabilities = model.probabilities(rows);
    int[] truth = classes(rows);
    int right = 0;
    for (int row = 0; row < rows.length; row++) {
      double[] p = probabilities[row];
      assertThat(Arrays.stream(p).sum()).isEqualTo(1, within(1e-9));
      right += p[truth[row]] > 0.5 ? 1 : 0;
    }
    return (double) right / rows.length;
  }

  @Test
  void boosting_threeClasses_areLearned() {
    double[][] train = rows(2_000, 1);
    TreeModel model = Boosting.fit(train, classes(train), 3, FEW, 1);
    assertThat(right(model, rows(1_000, 2))).isGreaterThan(0.97);
  }

  @Test
  void forest_threeClasses_areLearned() {
    double[][] train = rows(2_000, 1);
    TreeModel model = Forest.fit(train, classes(train), 3, ForestSettings.DEFAULT, 1);
    assertThat(right(model, rows(1_000, 2))).isGreaterThan(0.97);
  }

  @Test
  void singleTree_itsOwnRows_areKnownByHeart() {
    double[][] train = rows(200, 1);
    TreeModel model = Forest.fit(train, classes(train), 3, ForestSettings.singleTree(1), 1);
    assertThat(right(model, train)).isEqualTo(1);
  }

  @Test
  void fit_sameSeed_givesTheSameToTheLastDigit() {
    double[][] train = rows(6_000, 1);
    double[][] test = rows(200, 2);
    int[] classes = classes(train);
    double[][] first = Boosting.fit(train, classes, 3, FEW, 7).probabilities(test);
    assertThat(Boosting.fit(train, classes, 3, FEW, 7).probabilities(test)).isDeepEqualTo(first);
    double[][] forest =
        Forest.fit(train, classes, 3, ForestSettings.DEFAULT, 7).probabilities(test);
    assertThat(Forest.fit(train, classes, 3, ForestSettings.DEFAULT, 7).probabilities(test))
        .isDeepEqualTo(forest);
  }

  @Test
  void boosting_missingAndInfinite_areValuesLikeOthers() {
    double[][] train = {{Double.NaN}, {1}, {Double.POSITIVE_INFINITY}, {Double.NaN}, {1}, {2}};
    int[] classes = {1, 0, 0, 1, 0, 0};
    var settings = new BoostingSettings(30, 4, 0.3, 0.01, 0.1, 1, 1);
    double[][] said = Boosting.fit(train, classes, 2, settings, 1).probabilities(train);
    assertThat(said[0][1]).isGreaterThan(0.9);
    assertThat(said[2][1]).isLessThan(0.1);
  }

  @Test
  void into_bundleOfEveryKind_scoresAsTheTrainer() {
    double[][] train = rows(1_500, 1);
    train[3][1] = Double.NaN;
    int[] classes = classes(train);
    int[] two = Arrays.stream(classes).map(c -> Math.min(c, 1)).toArray();
    sameAsBundle(Boosting.fit(train, classes, 3, FEW, 1), List.of("a", "b", "c"));
    sameAsBundle(Boosting.fit(train, two, 2, FEW, 1), List.of("a", "b"));
    sameAsBundle(Forest.fit(train, classes, 3, ForestSettings.DEFAULT, 1), List.of("a", "b", "c"));
  }

  private static void sameAsBundle(TreeModel model, List<String> labels) {
    TreeEnsemble ensemble = TreeEnsemble.from(model
        .into(Bundle.of(TreeEnsemble.KIND, "test")
            .texts("features", List.of("x", "y", "z"))
            .texts("labels", labels)
            .text("card", "test"))
        .build());
    double[][] test = rows(500, 2);
    double[][] expected = model.probabilities(test);
    for (int row = 0; row < test.length; row++) {
      assertThat(ensemble.probabilities(test[row])).containsExactly(expected[row], within(1e-9));
    }
    double[] missing = {0.1, Double.NaN, 0.3};
    double[] lowest = {0.1, RecordEncoder.MISSING, 0.3};
    assertThat(ensemble.probabilities(lowest))
        .containsExactly(model.probabilities(new double[][] {missing})[0], within(1e-9));
  }

  @Test
  void binnedTable_manyValues_keepsOrderAndAllRows() {
    double[][] train = rows(5_000, 4);
    BinnedTable table = BinnedTable.of(train);
    for (int row = 0; row < 5_000; row++) {
      int bin = table.bin(0, row);
      double value = train[row][0];
      assertThat(bin == 0 || value > table.cuts[0][bin - 1]).isTrue();
      assertThat(bin == table.cuts[0].length || value <= table.cuts[0][bin]).isTrue();
    }
    assertThat(table.binsOf(0)).isEqualTo(BinnedTable.MAX_BINS);
  }
}
