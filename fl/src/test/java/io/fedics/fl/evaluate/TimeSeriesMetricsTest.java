package io.fedics.fl.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against faster-eTaPR 0.1.2 and by hand. */
class TimeSeriesMetricsTest {
  private static final Offset<Double> EQUAL = within(1e-9);

  @Test
  void enhancedTimeAware_fewRanges_isAsTheReference() {
    EnhancedTimeAware found = EnhancedTimeAware.of(
        rows(60, 8, 12, 14, 22, 30, 50, 55, 56), rows(60, 5, 15, 25, 45, 50, 52));
    assertThat(found.recall()).isEqualTo(0.525, EQUAL);
    assertThat(found.precision()).isEqualTo(0.5740578369207536, EQUAL);
    assertThat(found.f1()).isEqualTo(0.5484340391544404, EQUAL);
    assertThat(found.detected()).isEqualTo(2);
  }

  @Test
  void enhancedTimeAware_manyRanges_isAsTheReference() {
    double[][] rows = FixtureRows.of("series.csv");
    EnhancedTimeAware found =
        EnhancedTimeAware.of(FixtureRows.truths(rows, 0), FixtureRows.truths(rows, 1));
    assertThat(found.recall()).isEqualTo(0.9322959183673468, EQUAL);
    assertThat(found.precision()).isEqualTo(0.8721508031883379, EQUAL);
    assertThat(found.f1()).isEqualTo(0.9012209940033948, EQUAL);
  }

  @Test
  void enhancedTimeAware_noAlarm_earnsNothing() {
    EnhancedTimeAware found = EnhancedTimeAware.of(new boolean[10], rows(10, 2, 5));
    assertThat(found.f1()).isZero();
  }

  @Test
  void enhancedTimeAware_noAttack_hasNoRecall() {
    EnhancedTimeAware found = EnhancedTimeAware.of(rows(10, 2, 5), new boolean[10]);
    assertThat(found.precision()).isZero();
    assertThat(found.recall()).isNaN();
    assertThat(found.f1()).isNaN();
  }

  @Test
  void batadalScore_byHand() {
    // Attacks of 4 and 2 hours: the first found after 1 hour, the second never; 1 false alarm in 4
    // normal hours.
    boolean[] truth = rows(10, 2, 6, 8, 10);
    boolean[] said = rows(10, 0, 1, 3, 6);
    BatadalScore score = BatadalScore.of(said, truth);
    assertThat(score.timeToDetection()).isEqualTo(1 - (0.25 + 1) / 2, EQUAL);
    assertThat(score.classification()).isEqualTo((3 / 6.0 + 3 / 4.0) / 2, EQUAL);
    assertThat(score.score()).isEqualTo(0.5, EQUAL);
  }

  @Test
  void timeRanges_ofRows_areItsRuns() {
    assertThat(TimeRange.of(rows(6, 0, 2, 5, 6)))
        .containsExactly(new TimeRange(0, 1), new TimeRange(5, 5));
  }

  /** Bounds in pairs, the upper excluded. */
  private static boolean[] rows(int length, int... bounds) {
    boolean[] rows = new boolean[length];
    for (int i = 0; i < bounds.length; i += 2) {
      Arrays.fill(rows, bounds[i], bounds[i + 1], true);
    }
    return rows;
  }
}
