package io.fedics.fl.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import io.fedics.fl.model.bundle.Bundle;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantileTableTest {
  private static final int ROWS = 200_000;
  private static final double[] SCORES = normals(ROWS, 3);
  private static final ScoreSketch SKETCH = sketch(SCORES);
  private static final QuantileTable TABLE = QuantileTable.of(SKETCH);

  /** Scores as of an isolation forest: around 0.42, a tail to 0.6. */
  private static double[] normals(int count, long seed) {
    var random = new SplittableRandom(seed);
    return random.doubles(count).map(u -> 0.36 + 0.025 * -Math.log(u)).toArray();
  }

  private static ScoreSketch sketch(double... scores) {
    var sketch = new ScoreSketch();
    Arrays.stream(scores).forEach(sketch::add);
    return sketch;
  }

  @Test
  void rarity_freshNormals_isUniformInTheTail() {
    double[] fresh = normals(ROWS, 4);
    // share of 200,000 at a tail of 0.001: 200 expected, standard deviation 14 (and as much from
    // the table)
    assertThat(above(fresh, 0.99)).isCloseTo(0.01, within(0.0015));
    assertThat(above(fresh, 0.999)).isCloseTo(0.001, within(0.0005));
    assertThat(above(fresh, 0.5)).isCloseTo(0.5, within(0.01));
  }

  private static double above(double[] scores, double rarity) {
    return (double) Arrays.stream(scores).filter(s -> TABLE.rarity(s) >= rarity).count()
        / scores.length;
  }

  @Test
  void rarity_risingScores_neverFallsAndNeverClaimsMoreThanWasSeen() {
    double last = 0;
    for (double score = 0; score < 1; score += 0.0007) {
      double rarity = TABLE.rarity(score);
      assertThat(rarity).isBetween(last, 1 - 1.0 / (ROWS + 1));
      last = rarity;
    }
    assertThat(TABLE.rarity(0.1)).isZero();
    assertThat(TABLE.rarity(Double.POSITIVE_INFINITY)).isEqualTo(1 - 1.0 / (ROWS + 1));
    assertThat(QuantileTable.of(sketch(0.5)).rarity(9)).isEqualTo(0.5);
  }

  @Test
  void extrapolated_onlyAboveTheHighestSeen() {
    double highest = Arrays.stream(SCORES).max().orElseThrow();
    assertThat(TABLE.extrapolated(highest)).isFalse();
    assertThat(TABLE.extrapolated(highest * 1.011)).isTrue();
  }

  @Test
  void rarity_twoDistantClusters_isFlatBetweenThem() {
    double[] scores = new double[1000];
    Arrays.fill(scores, 0, 900, 0.1);
    Arrays.fill(scores, 900, 1000, 0.9);
    var table = QuantileTable.of(sketch(scores));
    assertThat(table.rarity(0.2)).isCloseTo(0.9, within(1e-12));
    assertThat(table.rarity(0.8)).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void scoreAt_isTheInverse() {
    for (double rarity : new double[] {0.05, 0.5, 0.97, 0.99, 0.999, 0.9999}) {
      assertThat(TABLE.rarity(TABLE.scoreAt(rarity))).isCloseTo(rarity, within(1e-9));
    }
    assertThat(TABLE.extrapolated(TABLE.scoreAt(1))).isFalse();
  }

  @Test
  void of_millionRows_keepsFewPoints() {
    var wide = new ScoreSketch();
    var random = new SplittableRandom(5);
    for (int i = 0; i < 1_000_000; i++) {
      wide.add(Math.exp(random.nextGaussian() * 3));
    }
    assertThat(QuantileTable.of(wide).scores().length).isBetween(200, 600);
  }

  @Test
  void trimmed_attackAmongTheScores_isIgnored() {
    var mixed = new ScoreSketch();
    mixed.merge(SKETCH.bins(), SKETCH.counts());
    for (int i = 0; i < ROWS / 50; i++) {
      mixed.add(0.9);
    }
    var trimmed = QuantileTable.trimmed(mixed, 0.02);
    assertThat(trimmed.scoreAt(0.99)).isCloseTo(TABLE.scoreAt(0.99), within(0.005));
    assertThat(QuantileTable.of(mixed).scoreAt(0.99)).isGreaterThan(0.8);
  }

  @Test
  void from_itsBundleAndItsArrays_isEqual() {
    Bundle bundle = TABLE
        .into(Bundle.of("iforest", "x").texts("features", List.of("a")).text("card", "-"))
        .build();
    assertThat(QuantileTable.isIn(bundle)).isTrue();
    assertThat(QuantileTable.from(bundle).rarity(0.47)).isEqualTo(TABLE.rarity(0.47));
    var again = QuantileTable.of(TABLE.rows(), TABLE.scores(), TABLE.tails());
    assertThat(again.rarity(0.47)).isEqualTo(TABLE.rarity(0.47));
  }

  @Test
  void of_tableThatIsNone_isRefused() {
    assertThatThrownBy(() -> QuantileTable.of(new ScoreSketch())).hasMessageContaining("0 scores");
    assertThatThrownBy(() -> QuantileTable.of(5, new double[] {1, 1}, new double[] {1, 0}))
        .hasMessageContaining("rising");
    assertThatThrownBy(() -> QuantileTable.of(5, new double[] {1, 2}, new double[] {0, 1}))
        .hasMessageContaining("falling");
    assertThatThrownBy(() -> TABLE.rarity(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void merge_anyOrder_isTheSketchOfAll() {
    var left = sketch(Arrays.copyOfRange(SCORES, 0, 70_000));
    var right = sketch(Arrays.copyOfRange(SCORES, 70_000, ROWS));
    right.merge(left.bins(), left.counts());
    assertThat(right.bins()).isEqualTo(SKETCH.bins());
    assertThat(right.counts()).isEqualTo(SKETCH.counts());
    assertThat(right.rows()).isEqualTo(ROWS);
  }

  @Test
  void binOf_anyScore_isTheLibrarysBin() {
    var mapping = new LogarithmicMapping(0.001);
    for (double score : SCORES) {
      assertThat(ScoreSketch.binOf(score)).isEqualTo(mapping.index(score));
    }
  }

  @Test
  void add_extremes_areBoundedAndNonsenseIsRefused() {
    var sketch = sketch(0, 1e-300, 1e300, Double.POSITIVE_INFINITY);
    assertThat(sketch.bins()).hasSize(2);
    assertThatThrownBy(() -> sketch.add(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sketch.add(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sketch.merge(new int[] {1}, new long[] {0}))
        .hasMessageContaining("count 0");
    assertThatThrownBy(() -> sketch.merge(new int[] {90_000}, new long[] {1}))
        .hasMessageContaining("bin 90000");
  }
}
