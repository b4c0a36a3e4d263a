package io.fedics.fl.model.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.train.IsolationForestTrainer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForestTensorsTest {
  private static final List<String> NAMES = List.of("a", "b");
  private static final ForestTensors LAYOUT = new ForestTensors(6, 16, 2);
  private static final int PER_TENSOR = LAYOUT.trees() * LAYOUT.nodes();

  private static Bundle grown(long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[64][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new double[] {random.nextDouble(), 10 * random.nextDouble()};
    }
    return IsolationForestTrainer.train(rows, NAMES, LAYOUT.trees(), LAYOUT.subsample(), seed);
  }

  private static IsolationForest forest(double[] tensors) {
    Bundle.Builder bundle = Bundle.of(IsolationForest.KIND, IsolationForest.KIND)
        .texts("features", NAMES)
        .text("card", "made by a test");
    return IsolationForest.from(LAYOUT.into(bundle, tensors).build());
  }

  @Test
  void into_whatOfGave_scoresAsTheForestItself() {
    Bundle bundle = grown(1);
    IsolationForest itself = IsolationForest.from(bundle);
    IsolationForest again = forest(LAYOUT.of(bundle));
    for (double[] row : new double[][] {{0.5, 5}, {0, 0}, {3, -2}, {0.9, 9.9}}) {
      assertThat(again.score(row)).isEqualTo(itself.score(row));
      assertThat(again.reasons(row)).isEqualTo(itself.reasons(row));
    }
  }

  @Test
  void require_treesThatWereGrown_areSound() {
    assertThatCode(() -> LAYOUT.require(LAYOUT.of(grown(2)))).doesNotThrowAnyException();
    assertThatCode(() -> LAYOUT.require(LAYOUT.empty())).doesNotThrowAnyException();
  }

  @Test
  void merged_twoSites_hasHalfOfEach() {
    double[] one = LAYOUT.of(grown(3));
    double[] other = LAYOUT.of(grown(4));
    double[] row = {0.3, 7};
    double normaliser = IsolationForest.meanUnsuccessfulSearch(LAYOUT.subsample());
    double[] merged = LAYOUT.merged(List.of(one, other));
    LAYOUT.require(merged);
    // E = -c log2(score) is the mean path: that of three trees of each
    double expected = (path(one, row, 3) + path(other, row, 3)) / 2;
    assertThat(-normaliser * Math.log(forest(merged).score(row)) / Math.log(2))
        .isCloseTo(expected, within(1e-9));
    assertThat(LAYOUT.merged(List.of(one))).isEqualTo(one);
  }

  /** Mean path length in the first trees. */
  private static double path(double[] tensors, double[] row, int trees) {
    double sum = 0;
    for (int tree = 0; tree < trees; tree++) {
      int base = tree * LAYOUT.nodes();
      int node = 0;
      while (tensors[base + node] >= 0) {
        boolean left = row[(int) tensors[base + node]] < tensors[2 * PER_TENSOR + base + node];
        node = left ? node + 1 : (int) tensors[PER_TENSOR + base + node];
      }
      sum += tensors[2 * PER_TENSOR + base + node];
    }
    return sum / trees;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 2, feature -1 to 1",
    "0, 0, 0.5, feature -1 to 1",
    "0, 0, -2, feature -1 to 1",
    "0, 0, -1, a leaf without a child",
    "1, 0, 0, right child behind the left subtree",
    "1, 0, 1, right child behind the left subtree",
    "1, 0, 31, right child behind the left subtree",
    "1, 0, -5, right child behind the left subtree",
    "1, 0, 1e6, right child behind the left subtree",
    "0, 30, 0, nothing behind the tree",
    "2, 30, 4, nothing behind the tree",
    "3, 0, 1e5, path length of 0 to",
    "3, 0, -1, path length of 0 to",
    "3, 0, NaN, finite numbers",
    "2, 0, Infinity, finite numbers",
  })
  void require_oneNumberChanged_isNoForest(int tensor, int node, double value, String expected) {
    double[] forest = LAYOUT.of(grown(5));
    int tree = 2;
    forest[tensor * PER_TENSOR + tree * LAYOUT.nodes() + node] = value;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LAYOUT.require(forest))
        .withMessageStartingWith("forest: ")
        .withMessageContaining("(expected: ")
        .withMessageContaining(expected);
  }

  @Test
  void require_leafOfTwoLengths_orTypicalValueOutOfOrder_isNoForest() {
    double[] leaf = LAYOUT.empty();
    leaf[2 * PER_TENSOR] = 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LAYOUT.require(leaf))
        .withMessageContaining("a leaf of one path length");
    double[] typical = LAYOUT.empty();
    typical[4 * PER_TENSOR] = 7;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LAYOUT.require(typical))
        .withMessageContaining("typical values of feature 0: 7.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LAYOUT.require(new double[3]))
        .withMessageStartingWith("forest: 3 numbers (expected: ");
  }

  @Test
  void require_deepChain_endsWhereTheArrayDoes() {
    double[] chain = LAYOUT.empty();
    for (int node = 0; node < LAYOUT.nodes(); node++) {
      chain[node] = 0; // every node a cut, no leaf anywhere
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LAYOUT.require(chain))
        .withMessageContaining("depth below ");
  }
}
