package io.fedics.fl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.train.mlp.Activation;
import io.fedics.fl.train.mlp.Mlp;
import io.fedics.fl.train.mlp.MlpShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogitCountsTest {
  /** The logit of a row is its only number. */
  private static final Mlp IDENTITY =
      Mlp.of(new MlpShape(1, List.of(), Activation.RELU, 1), new double[] {1, 0});

  private static Rows rows(double[] normals, double[] attacks) {
    double[][] rows = new double[normals.length + attacks.length][];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      boolean attack = i >= normals.length;
      rows[i] = new double[] {attack ? attacks[i - normals.length] : normals[i]};
      labels[i] = attack ? 1 : 0;
    }
    return new Rows(rows, labels);
  }

  private static double cut(double[] normals, double[] attacks) {
    return LogitCounts.of(IDENTITY, rows(normals, attacks)).cut();
  }

  @Test
  void cut_attacksCalledNormal_movesDown() {
    assertThat(cut(new double[] {-5, -4, -2.1, 0.4}, new double[] {-1.9, -1, 3}))
        .isCloseTo(-2, within(1e-12));
  }

  @Test
  void cut_normalsCalledAttacks_movesUpAndNoFartherThanNeeded() {
    assertThat(cut(new double[] {-5, 1.3}, new double[] {6, 7})).isCloseTo(1.375, within(1e-12));
  }

  @Test
  void cut_nothingToGain_stays() {
    assertThat(cut(new double[] {-1, -9}, new double[] {1, 9})).isZero();
    assertThat(cut(new double[0], new double[0])).isZero();
  }

  /** Beyond the grid rows are in its last bins, which no cut passes. */
  @Test
  void cut_logitsBeyondTheGrid_areCounted() {
    LogitCounts counts =
        LogitCounts.of(IDENTITY, rows(new double[] {-1e9}, new double[] {1e9, 16, -16}));
    assertThat(counts.normals()[0]).isEqualTo(1);
    assertThat(counts.attacks()[0]).isEqualTo(1);
    assertThat(counts.attacks()[LogitCounts.BINS - 1]).isEqualTo(2);
    assertThat(counts.cut()).isZero();
  }

  @Test
  void withCut_model_saysOneHalfThere() {
    Mlp moved = IDENTITY.withCut(-2);
    assertThat(moved.probabilities(new double[] {-2})[1]).isCloseTo(0.5, within(1e-12));
    assertThat(moved.logit(new double[] {1})).isCloseTo(3, within(1e-12));
    assertThat(IDENTITY.logit(new double[] {1})).isEqualTo(1);
  }
}
