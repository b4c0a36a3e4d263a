package io.fedics.fl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.tree.TreeEnsemble;
import io.fedics.fl.train.SmileTreesTrainer.ForestOptions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SmileTreesTrainerTest {
  private static final List<String> NAMES = List.of("a b", "c", "whole");
  private static final List<String> LABELS = List.of("benign", "never seen", "probe", "dos");
  private static final double[][] ROWS = rows(1500, 1);
  private static final int[] TRUTH = truth(ROWS);
  private static final ForestOptions SMALL = new ForestOptions(12, 2, 20, 2, 7);
  private static final Bundle FOREST = SmileTreesTrainer.forest(ROWS, TRUTH, NAMES, LABELS, SMALL);

  private static double[][] rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = new double[] {random.nextGaussian(), random.nextGaussian(), random.nextInt(-3, 4)};
    }
    return rows;
  }

  /** Label 1 is never there. */
  private static int[] truth(double[][] rows) {
    return Arrays.stream(rows)
        .mapToInt(row -> row[0] + row[1] > 0.5 ? 2 : row[2] > 1 ? 3 : 0)
        .toArray();
  }

  @Test
  void probabilities_forest_areSmiles() {
    var frame = SmileTreesTrainer.frame(ROWS, TRUTH, NAMES, LABELS);
    var smile = SmileTreesTrainer.fitForest(frame, 3, SMALL);
    var flat = TreeEnsemble.from(FOREST);
    double[] posteriori = new double[3];
    for (int i = 0; i < ROWS.length; i++) {
      smile.predict(frame.get(i), posteriori);
      double[] p = flat.probabilities(ROWS[i]);
      assertThat(new double[] {p[0], p[2], p[3]}).containsExactly(posteriori, within(1e-9));
      assertThat(p[1]).isZero();
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void probabilities_tree_areSmiles() {
    var frame = SmileTreesTrainer.frame(ROWS, TRUTH, NAMES, LABELS);
    var smile = SmileTreesTrainer.fitTree(frame, 20, 3);
    var flat = TreeEnsemble.from(SmileTreesTrainer.tree(ROWS, TRUTH, NAMES, LABELS, 20, 3));
    double[] posteriori = new double[3];
    for (int i = 0; i < ROWS.length; i++) {
      smile.predict(frame.get(i), posteriori);
      double[] p = flat.probabilities(ROWS[i]);
      assertThat(new double[] {p[0], p[2], p[3]}).containsExactly(posteriori, within(1e-9));
    }
  }

  @Test
  void probabilities_block_isThatOfSingleRows() {
    var flat = TreeEnsemble.from(FOREST);
    int count = 203;
    double[] block =
        Arrays.stream(ROWS).limit(count).flatMapToDouble(Arrays::stream).toArray();
    double[] found = new double[count * 4];
    flat.probabilities(block, count, found);
    for (int i = 0; i < count; i++) {
      assertThat(Arrays.copyOfRange(found, 4 * i, 4 * i + 4))
          .isEqualTo(flat.probabilities(ROWS[i]));
    }
  }

  @Test
  void forest_freshRows_areMostlyRight() {
    var flat = TreeEnsemble.from(FOREST);
    double[][] fresh = rows(1000, 2);
    int[] truth = truth(fresh);
    int right = 0;
    for (int i = 0; i < fresh.length; i++) {
      right += TreeEnsemble.mostProbable(flat.probabilities(fresh[i])) == truth[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(930);
  }

  @Test
  void forest_sameSeed_givesTheSameHash() {
    assertThat(SmileTreesTrainer.forest(ROWS, TRUTH, NAMES, LABELS, SMALL).sha256())
        .isEqualTo(FOREST.sha256());
    assertThat(
            SmileTreesTrainer.forest(ROWS, TRUTH, NAMES, LABELS, new ForestOptions(12, 2, 20, 2, 8))
                .sha256())
        .isNotEqualTo(FOREST.sha256());
  }

  @Test
  void probabilities_wrongRow_isRefused() {
    var flat = TreeEnsemble.from(Bundle.read(FOREST.bytes()));
    assertThatThrownBy(() -> flat.probabilities(new double[2])).hasMessageContaining("expected: 3");
    assertThatThrownBy(() -> flat.probabilities(new double[] {1, Double.NaN, 0}))
        .hasMessageContaining("c is NaN");
  }

  @Test
  void from_nodesThatAreNoTree_isRefused() {
    int[] right = FOREST.ints("node_right");
    right[0]--;
    assertThatThrownBy(
            () -> TreeEnsemble.from(FOREST.change().ints("node_right", right).build()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("does not belong to a tree");
    assertThatThrownBy(
            () -> TreeEnsemble.from(FOREST.change().text("link", "odd").build()))
        .hasMessageContaining("link odd");
  }
}
