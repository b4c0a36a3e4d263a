package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogitCountsTest {
  private static LogitCounts counts(double[] normals, double[] attacks) {
    return LogitCounts.of(
        DoubleStream.concat(DoubleStream.of(normals), DoubleStream.of(attacks)).toArray(),
        IntStream.range(0, normals.length + attacks.length)
            .map(row -> row < normals.length ? 0 : 1)
            .toArray());
  }

  private static double cut(double[] normals, double[] attacks) {
    return counts(normals, attacks).cut();
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
    LogitCounts counts = counts(new double[] {-1e9}, new double[] {1e9, 16, -16});
    assertThat(counts.normals()[0]).isEqualTo(1);
    assertThat(counts.attacks()[0]).isEqualTo(1);
    assertThat(counts.attacks()[LogitCounts.BINS - 1]).isEqualTo(2);
    assertThat(counts.cut()).isZero();
  }

  /** Each site of one label would have its cut at the end of the grid. */
  @Test
  void plus_sitesOfOneLabel_haveTheCutOfBoth() {
    LogitCounts attacks = counts(new double[0], new double[] {-1.9, -1, 3});
    LogitCounts normals = counts(new double[] {-5, -4, -2.1}, new double[0]);
    assertThat(attacks.hasBoth()).isFalse();
    assertThat(normals.hasBoth()).isFalse();
    LogitCounts both = attacks.plus(normals);
    assertThat(both.hasBoth()).isTrue();
    assertThat(both.rows()).isEqualTo(6);
    assertThat(both.cut()).isCloseTo(-2, within(1e-12));
  }

  @Test
  void new_noCounts_isRefused() {
    long[] none = new long[LogitCounts.BINS];
    long[] negative = none.clone();
    negative[3] = -1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogitCounts(none, negative))
        .withMessage("count: -1 (expected: not negative)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogitCounts(new long[257], none))
        .withMessage("counts: 257 (expected: 256, one a bin)");
  }
}
