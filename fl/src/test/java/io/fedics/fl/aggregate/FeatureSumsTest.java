package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.privacy.SecretRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FeatureSumsTest {
  private static final double[][] FEW = {{0, 1}, {1, 1}};
  private static final double[][] MANY = {{0.5, 0}, {0.25, 0}, {1, 0.5}};

  @Test
  void plus_twoSites_isWhatOneSiteWithAllRowsTells() {
    FeatureSums both = FeatureSums.of(FEW).plus(FeatureSums.of(MANY));
    double[][] all = {FEW[0], FEW[1], MANY[0], MANY[1], MANY[2]};
    FeatureSums one = FeatureSums.of(all);
    assertThat(both.rows()).isEqualTo(5);
    assertThat(both.sums()).containsExactly(one.sums(), within(1e-12));
    assertThat(both.squares()).containsExactly(one.squares(), within(1e-12));
    assertThat(both.mean(0)).isCloseTo(2.75 / 5, within(1e-12));
    assertThat(both.deviation(1)).isCloseTo(Math.sqrt(2.25 / 5 - 0.25), within(1e-12));
  }

  @Test
  void plus_otherFeatures_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureSums.of(FEW).plus(FeatureSums.of(new double[][] {{1}})))
        .withMessage("features: 1 (expected: 2)");
  }

  /** Noise of standard deviation 4 × 3 on each of 400 numbers: its own deviation misses by five errors once in a million. */
  @Test
  void noised_rows_haveTheNoiseThatIsCharged() {
    double[][] rows = new double[50][200];
    for (double[] row : rows) {
      row[0] = 1;
    }
    FeatureSums noised = FeatureSums.noised(rows, 3, SecretRandom.create());
    FeatureSums bare = FeatureSums.of(rows);
    double squares = 0;
    for (int i = 0; i < 200; i++) {
      squares += Math.pow(noised.sums()[i] - bare.sums()[i], 2)
          + Math.pow(noised.squares()[i] - bare.squares()[i], 2);
    }
    assertThat(noised.rows()).isEqualTo(50);
    assertThat(Math.sqrt(squares / 400)).isCloseTo(12, within(5 * 12 / Math.sqrt(800)));
  }

  @Test
  void noised_longRow_isCut() {
    double[] row = new double[100];
    Arrays.fill(row, 1);
    FeatureSums noised = FeatureSums.noised(new double[][] {row}, 0.01, SecretRandom.create());
    // 200 ones are as long as 14.1: cut to 4 each is 0.283; six deviations of 0.04
    assertThat(noised.sums()[0]).isCloseTo(0.283, within(0.24));
  }

  @Test
  void scaled_allRows_haveMeanZeroAndDeviationOne() {
    double[][] rows = {{0, 0.2, 0.7}, {1, 0.4, 0.7}, {1, 0.9, 0.7}};
    double[][] scaled =
        Standardisation.of(FeatureSums.of(rows)).scaled(rows, Double.POSITIVE_INFINITY);
    FeatureSums after = FeatureSums.of(scaled);
    assertThat(after.mean(0)).isCloseTo(0, within(1e-12));
    assertThat(after.deviation(1)).isCloseTo(1, within(1e-12));
    // what never changes is nothing, and divided by nothing it would be no number
    assertThat(after.sums()[2]).isCloseTo(0, within(1e-6));
    assertThat(rows[0]).containsExactly(0, 0.2, 0.7);
  }

  @Test
  void standardisation_ofSumsThatLie_staysWithinWhatFeaturesCanHave() {
    var lie =
        new FeatureSums(10_000_000, new double[] {1e13, -1e13, 5e6}, new double[] {0, 1e13, 1e13});
    Standardisation bounded = Standardisation.of(lie);
    assertThat(bounded.means()).containsExactly(1, 0, 0.5);
    assertThat(bounded.deviations()).containsExactly(0.05, 0.05, 0.5);
  }

  @Test
  void scaled_rareWord_isCut() {
    double[][] rows = new double[100][1];
    rows[7][0] = 1;
    double[][] scaled = Standardisation.of(FeatureSums.of(rows)).scaled(rows, 2);
    assertThat(scaled[7]).containsExactly(2);
    assertThat(scaled[8][0]).isBetween(-0.2, -0.05);
  }
}
