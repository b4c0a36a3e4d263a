package io.fedics.fl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.score.Contribution;
import io.fedics.fl.model.score.Counterfactual;
import io.fedics.fl.model.tree.IsolationForest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import smile.anomaly.IsolationForest.Options;
import smile.anomaly.IsolationTree;
import smile.math.MathEx;

class IsolationForestTrainerTest {
  private static final List<String> NAMES = List.of("bytes", "packets", "port", "constant");
  private static final double[][] ROWS = normals(3000, 7);
  private static final Bundle BUNDLE = IsolationForestTrainer.train(ROWS, NAMES, 1);
  private static final IsolationForest FOREST = IsolationForest.from(BUNDLE);
  private static final double[] OUTLIER = {60, -9, 5000, 1};

  /** Two Gaussian columns, a whole number and a constant 0: on the last every cut falls on the value itself. */
  private static double[][] normals(int count, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] =
          new double[] {random.nextGaussian() * 3 + 20, random.nextGaussian(), random.nextInt(5), 0
          };
    }
    return rows;
  }

  /** The same trees, scored by Smile. */
  private static smile.anomaly.IsolationForest smile(long seed) {
    var random = new SplittableRandom(seed);
    var sampler = new RowSampler(ROWS, random);
    IsolationTree[] trees = new IsolationTree[100];
    for (int i = 0; i < trees.length; i++) {
      double[][] sample = sampler.draw(256);
      MathEx.setSeed(random.nextLong());
      trees[i] = smile.anomaly.IsolationForest.fit(sample, new Options(1, 8, Math.nextDown(1.0), 0))
          .trees()[0];
    }
    return new smile.anomaly.IsolationForest(256, NAMES.size(), 0, trees);
  }

  @Test
  void score_anyRow_isSmiles() {
    var smile = smile(1);
    for (double[] row : ROWS) {
      assertThat(FOREST.score(row)).isCloseTo(smile.score(row), within(1e-9));
    }
    double[][] strange = {OUTLIER, {20, 0, 2, -1}, {20, 0, 2, 1}, {-0.0, -0.0, -0.0, -0.0}};
    for (double[] row : strange) {
      assertThat(FOREST.score(row)).isCloseTo(smile.score(row), within(1e-9));
    }
  }

  @Test
  void from_calibrationThatDoesNotRise_isRefused() {
    Bundle flat = BUNDLE
        .change()
        .whole("calibration_rows", 10)
        .doubles("calibration_scores", new double[] {0.4, 0.4})
        .doubles("calibration_tails", new double[] {1, 0.1})
        .build();
    assertThatThrownBy(() -> IsolationForest.from(flat))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("(expected: rising scores, falling tails in [0, 1], 2 or more)");
  }

  @Test
  void score_block_isThatOfSingleRows() {
    int count = 4 * 60 + 3;
    double[] block = IntStream.range(0, count)
        .boxed()
        .flatMapToDouble(i -> java.util.Arrays.stream(ROWS[i]))
        .toArray();
    double[] scores = new double[count];
    FOREST.score(block, count, scores);
    for (int i = 0; i < count; i++) {
      assertThat(scores[i]).isEqualTo(FOREST.score(ROWS[i])).isStrictlyBetween(0.0, 1.0);
    }
  }

  @Test
  void score_outlier_isHigherThanOfEveryNormalRow() {
    double highest =
        java.util.Arrays.stream(ROWS).mapToDouble(FOREST::score).max().orElseThrow();
    assertThat(FOREST.score(OUTLIER)).isGreaterThan(highest).isGreaterThan(0.6);
  }

  @Test
  void score_wrongFeatureCount_isRefused() {
    assertThatThrownBy(() -> FOREST.score(new double[] {1, 2, 3})).hasMessageContaining("3 values");
    assertThatThrownBy(() -> FOREST.score(new double[5])).hasMessageContaining("expected: 4");
    assertThatThrownBy(() -> FOREST.score(new double[9], 2, new double[2]))
        .hasMessageContaining("9 values");
    assertThatThrownBy(() -> FOREST.score(new double[4], 2, new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void score_notFinite_isRefusedWithTheFeaturesName() {
    assertThatThrownBy(() -> FOREST.score(new double[] {1, Double.NaN, 1, 1}))
        .hasMessageContaining("packets is NaN");
    assertThatThrownBy(() -> FOREST.score(
            new double[] {1, 1, 1, 1, Double.POSITIVE_INFINITY, 1, 1, 1}, 2, new double[2]))
        .hasMessageContaining("row 1: bytes is Infinity");
  }

  @Test
  void train_sameSeed_givesTheSameHashWhateverSmileDidBefore() {
    smile.stat.distribution.GaussianDistribution.getInstance().rand();
    assertThat(IsolationForestTrainer.train(ROWS, NAMES, 1).sha256()).isEqualTo(BUNDLE.sha256());
    assertThat(IsolationForestTrainer.train(ROWS, NAMES, 2).sha256()).isNotEqualTo(BUNDLE.sha256());
  }

  @Test
  void from_readAgain_scoresEqually() {
    var again = IsolationForest.from(Bundle.read(BUNDLE.bytes()));
    assertThat(again.score(OUTLIER)).isEqualTo(FOREST.score(OUTLIER));
  }

  @Test
  void from_nodesThatAreNoTree_isRefused() {
    int[] right = BUNDLE.ints("node_right");
    right[0]++;
    assertThatThrownBy(
            () -> IsolationForest.from(BUNDLE.change().ints("node_right", right).build()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("does not belong to a tree");
  }

  @Test
  void reasons_ofAnyRow_sumToTheLogarithmOfTheScore() {
    for (double[] row : List.of(OUTLIER, ROWS[0], ROWS[1])) {
      double sum =
          FOREST.reasons(row).stream().mapToDouble(Contribution::contribution).sum();
      double log2 = Math.log(FOREST.score(row) / FOREST.typicalScore()) / Math.log(2);
      assertThat(sum).isCloseTo(log2, within(1e-9));
    }
  }

  @Test
  void reasons_oneStrangeFeature_comesFirstWithWhatIsTypical() {
    Contribution first = FOREST.reasons(new double[] {20, -9, 2, 0}).getFirst();
    assertThat(first.feature()).isEqualTo("packets");
    assertThat(first.value()).isEqualTo(-9);
    assertThat(first.expected()).isCloseTo(0, within(0.1));
    assertThat(first.low()).isBetween(-2.8, -2.0);
    assertThat(first.high()).isBetween(2.0, 2.8);
    assertThat(first.contribution()).isPositive();
  }

  @Test
  void counterfactual_outlier_movesOnlyWhatIsStrange() {
    double[] row = {20, -9, 2, 0};
    double threshold = (FOREST.score(row) + FOREST.typicalScore()) / 2;
    Counterfactual found = FOREST.counterfactual(row, threshold).orElseThrow();
    assertThat(found.changes())
        .extracting(Counterfactual.Change::feature)
        .containsExactly("packets");
    row[1] = found.changes().getFirst().to();
    assertThat(FOREST.score(row)).isEqualTo(found.score()).isLessThan(threshold);
  }

  @Test
  void counterfactual_belowWhatIsPossible_isEmpty() {
    assertThat(FOREST.counterfactual(OUTLIER, 0.01)).isEmpty();
  }

  @Test
  void train_raggedOrNotFinite_isRefused() {
    assertThatThrownBy(() ->
            IsolationForestTrainer.train(new double[][] {{1, 2, 3, 4}, {1, 2}}, NAMES, 1))
        .hasMessageContaining("training row 1: 2 values");
    assertThatThrownBy(() -> IsolationForestTrainer.train(
            new double[][] {{1, 2, 3, 4}, {1, 2, Double.NaN, 1}}, NAMES, 1))
        .hasMessageContaining("port is NaN");
  }
}
