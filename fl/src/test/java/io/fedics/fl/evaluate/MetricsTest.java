package io.fedics.fl.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against scikit-learn 1.9.1 (ranking.csv, classes.csv) and by hand. */
class MetricsTest {
  private static final Offset<Double> EQUAL = within(1e-12);

  @Test
  void lines_figureThatCouldNotBeReckoned_isADash() {
    Map<String, Double> figures =
        Figures.of(new double[] {0.1, 0.2}, 0.15, 0.03, new boolean[] {false, false});
    assertThat(Figures.lines(figures)).contains("| recall | – |", "| fpr | 0.5000 |");
  }

  @Test
  void ranking_withTies_isAsScikitLearn() {
    double[][] rows = FixtureRows.of("ranking.csv");
    Ranking ranking = Ranking.of(FixtureRows.column(rows, 0), FixtureRows.truths(rows, 1));
    assertThat(ranking.auc()).isEqualTo(0.7120067920818625, EQUAL);
    assertThat(ranking.averagePrecision()).isEqualTo(0.7222483166226514, EQUAL);
  }

  @Test
  void ranking_oneScoreForAll_isHalf() {
    Ranking ranking = Ranking.of(new double[4], new boolean[] {true, false, false, false});
    assertThat(ranking.auc()).isEqualTo(0.5);
    assertThat(ranking.averagePrecision()).isEqualTo(0.25);
  }

  @Test
  void ranking_oneClassOnly_isUnknown() {
    assertThat(Ranking.of(new double[] {1, 2}, new boolean[2]).auc()).isNaN();
  }

  @Test
  void ranking_scoreIsNaN_isRefused() {
    assertThatThrownBy(() -> Ranking.of(new double[] {Double.NaN}, new boolean[1]))
        .hasMessage("scores: NaN (expected: numbers)");
  }

  @Test
  void figures_ofScores_areAsScikitLearn() {
    double[][] rows = FixtureRows.of("ranking.csv");
    Map<String, Double> figures = Figures.of(
        FixtureRows.column(rows, 0), Math.nextDown(0.5), 0.1, FixtureRows.truths(rows, 1));
    assertThat(figures.get("accuracy")).isEqualTo(0.6533333333333333, EQUAL);
    assertThat(figures.get("precision")).isEqualTo(0.6993006993006993, EQUAL);
    assertThat(figures.get("recall")).isEqualTo(0.6211180124223602, EQUAL);
    assertThat(figures.get("f1")).isEqualTo(0.6578947368421053, EQUAL);
    assertThat(figures.get("macro_f1")).isEqualTo(0.653271692745377, EQUAL);
    assertThat(figures.get("fpr")).isEqualTo(43 / 139.0, EQUAL);
    assertThat(figures.get("realised_to_nominal_fpr")).isEqualTo(430 / 139.0, EQUAL);
  }

  @Test
  void classReport_fourClasses_isAsScikitLearn() {
    double[][] rows = FixtureRows.of("classes.csv");
    ClassReport report = ClassReport.of(
        FixtureRows.classes(rows, 0),
        FixtureRows.classes(rows, 1),
        List.of("a", "b", "c", "d"),
        2_000,
        1);
    assertThat(report.accuracy()).isEqualTo(0.82, EQUAL);
    assertThat(report.macroF1()).isEqualTo(0.7126484188167731, EQUAL);
    assertThat(report.classes())
        .extracting(ClassFigures::support)
        .containsExactly(187L, 78L, 25L, 10L);
    assertThat(report.classes().get(3).f1()).isEqualTo(0.4666666666666667, EQUAL);
    // NumPy's percentile bootstrap of 4,000 resamples; the tolerance is five standard errors of a
    // 2.5 % quantile.
    assertThat(report.classes().getFirst().low()).isEqualTo(0.8205, within(0.012));
    assertThat(report.classes().getFirst().high()).isEqualTo(0.8985, within(0.012));
  }

  @Test
  void classReport_classWithoutAName_isRefused() {
    assertThatThrownBy(() -> ClassReport.of(new int[] {2}, new int[] {0}, List.of("a", "b"), 0, 1))
        .hasMessageContaining("class 2 said");
  }

  @Test
  void spread_ofSeeds_isSampleDeviation() {
    assertThat(Spread.of(List.of(1.0, 2.0, 3.0, 4.0)).sd()).isEqualTo(1.2909944487358056, EQUAL);
    assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 0));
  }

  @Test
  void quantile_betweenValues_isInterpolated() {
    assertThat(Quantile.of(new double[] {4, 1, 3, 2}, 0.97)).isEqualTo(3.91, EQUAL);
    assertThat(Quantile.of(new double[0], 0.5)).isNaN();
  }
}
