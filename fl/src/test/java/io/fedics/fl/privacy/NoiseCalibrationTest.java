package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseCalibrationTest {
  private static final double TOLERANCE = 1e-6;

  private final RdpAccountant accountant = new RdpAccountant();
  private final NoiseCalibration calibration = new NoiseCalibration(accountant, TOLERANCE);

  /** The published search ends at an epsilon up to 0.01 below 8, so its noise is a little more than needed. */
  @Test
  void noiseMultiplier_publishedTarget_isThePublishedNoise() {
    assertThat(calibration.noiseMultiplier(0.04, 2000, 8, 1e-5).orElseThrow())
        .isCloseTo(1.3562, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, 2000, 8,    1e-5",
    "1,    1,    1,    1e-6",
    "1,    50,   0.1,  1e-5",
    "0.001, 10,  20,   1e-5",
    "1e-4, 1e6,  0.5,  1e-8",
  })
  void noiseMultiplier_anyTarget_keepsItAndALittleLessWouldNot(
      double rate, double steps, double target, double delta) {
    double noise =
        calibration.noiseMultiplier(rate, (long) steps, target, delta).orElseThrow();
    assertThat(epsilon(rate, noise, (long) steps, delta)).isLessThanOrEqualTo(target);
    assertThat(epsilon(rate, noise * (1 - 2 * TOLERANCE), (long) steps, delta))
        .isGreaterThan(target);
  }

  private double epsilon(double rate, double noise, long steps, double delta) {
    return accountant.cost(new GaussianSteps(rate, noise, steps), delta).epsilon();
  }

  @Test
  void noiseMultiplier_besideAnotherRelease_keepsThePromiseOfBoth() {
    var beside = new GaussianSteps(1, 20, 1);
    double alone = calibration.noiseMultiplier(0.05, 400, 1, 1e-5).orElseThrow();
    double noise =
        calibration.noiseMultiplier(0.05, 400, List.of(beside), 1, 1e-5).orElseThrow();
    assertThat(noise).isGreaterThan(alone);
    assertThat(accountant
            .cost(List.of(beside, new GaussianSteps(0.05, noise, 400)), 1e-5)
            .epsilon())
        .isBetween(1 - 1e-4, 1.0);
  }

  /** Up to where the grid is too coarse and beyond: the tighter accountant never asks for more, and more epsilon for less. */
  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 100_000_000, 9_999_999_999L})
  void noiseMultiplier_manySteps_isNotMoreByTheTighterAccountant(long steps) {
    var pld = new PldAccountant();
    double tolerance = 1e-4;
    double before = Double.POSITIVE_INFINITY;
    for (double target : new double[] {10, 1_000, 100_000}) {
      double noise = new NoiseCalibration(pld, tolerance)
          .noiseMultiplier(0.1, steps, target, 1e-5)
          .orElseThrow();
      double bound = calibration.noiseMultiplier(0.1, steps, target, 1e-5).orElseThrow();
      assertThat(noise).isLessThan(before).isLessThanOrEqualTo(bound * (1 + tolerance));
      assertThat(pld.cost(new GaussianSteps(0.1, noise, steps), 1e-5).epsilon())
          .isLessThanOrEqualTo(target);
      before = noise;
    }
  }

  @Test
  void noiseMultiplier_besideWhatBreaksThePromiseAlone_isEmpty() {
    var beside = new GaussianSteps(1, 1, 1);
    assertThat(calibration.noiseMultiplier(0.05, 400, List.of(beside), 1, 1e-5)).isEmpty();
  }

  @Test
  void noiseMultiplier_beyondAllNoise_isEmpty() {
    assertThat(calibration.noiseMultiplier(1, Long.MAX_VALUE, 1e-3, 1e-12)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void noiseMultiplier_badTarget_isRefused(double target) {
    assertThatThrownBy(() -> calibration.noiseMultiplier(0.1, 1, target, 1e-5))
        .hasMessageStartingWith("target epsilon: " + target + " (expected: ");
  }
}
