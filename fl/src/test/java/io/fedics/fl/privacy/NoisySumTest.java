package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoisySumTest {
  /** Six standard errors: a right implementation fails once in 5 × 10^8 seeds, and these are fixed. */
  private static final double ERRORS = 6;

  private static final int MANY = 200_000;

  @ParameterizedTest
  @CsvSource({"1, 1", "0.3, 2.5", "1000, 0.7", "1e-6, 30"})
  void release_nothing_isNoiseOfMultiplierTimesNorm(double clipNorm, double multiplier) {
    double[] noise = new NoisySum(MANY, clipNorm, multiplier).release(SecretRandom.seeded(1));
    double deviation = clipNorm * multiplier;
    double mean = Arrays.stream(noise).average().orElseThrow();
    double variance = Arrays.stream(noise).map(x -> x * x).average().orElseThrow();
    double fourth =
        Arrays.stream(noise).map(x -> Math.pow(x / deviation, 4)).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(ERRORS * deviation / Math.sqrt(MANY)));
    assertThat(variance / (deviation * deviation))
        .isCloseTo(1, within(ERRORS * Math.sqrt(2.0 / MANY)));
    assertThat(fourth).isCloseTo(3, within(ERRORS * Math.sqrt(96.0 / MANY)));
  }

  @Test
  void release_neighbouringNoise_isUncorrelated() {
    double[] noise = new NoisySum(MANY, 1, 1).release(SecretRandom.seeded(2));
    double sum = 0;
    for (int i = 1; i < MANY; i++) {
      sum += noise[i] * noise[i - 1];
    }
    assertThat(sum / MANY).isCloseTo(0, within(ERRORS / Math.sqrt(MANY)));
  }

  @Test
  void release_sum_isTheClippedSumPlusTheSameNoise() {
    double[] alone = new NoisySum(2, 1, 1).release(SecretRandom.seeded(3));
    var sum = new NoisySum(2, 1, 1);
    assertThat(sum.add(new double[] {3, 4})).isFalse();
    assertThat(sum.add(new double[] {0.1, -0.2})).isTrue();
    double[] noised = sum.release(SecretRandom.seeded(3));
    assertThat(noised[0] - alone[0]).isCloseTo(0.7, within(1e-6));
    assertThat(noised[1] - alone[1]).isCloseTo(0.6, within(1e-6));
  }

  @Test
  void release_anyValue_liesOnTheGrid() {
    var sum = new NoisySum(1000, 0.37, 1.3);
    double[] awkward = new double[1000];
    Arrays.setAll(awkward, i -> Math.sin(i) * 1e-3);
    sum.add(awkward);
    double grid = Math.scalb(1.0, Math.getExponent(0.37 * 1.3) - 24);
    for (double value : sum.release(SecretRandom.seeded(4))) {
      assertThat(value / grid).isEqualTo(Math.rint(value / grid));
    }
  }

  @Test
  void add_anyContribution_neverExceedsTheNorm() {
    for (int seed = 0; seed < 50; seed++) {
      double[] long1 = new double[100];
      var random = new java.util.SplittableRandom(seed);
      Arrays.setAll(long1, i -> random.nextDouble(-10, 10));
      var sum = new NoisySum(100, 1, 1);
      sum.add(long1);
      double[] with = sum.release(SecretRandom.seeded(5));
      double[] without = new NoisySum(100, 1, 1).release(SecretRandom.seeded(5));
      double squares = 0;
      for (int i = 0; i < 100; i++) {
        squares += (with[i] - without[i]) * (with[i] - without[i]);
      }
      assertThat(Math.sqrt(squares)).isLessThanOrEqualTo(1).isGreaterThan(0.999);
    }
  }

  @Test
  void release_orderOfContributions_changesNothing() {
    double[][] rows = {{1e-3, 0.2}, {0.3, -0.1}, {-0.7, 0.33}};
    var forth = new NoisySum(2, 1, 1);
    var back = new NoisySum(2, 1, 1);
    for (int i = 0; i < 3; i++) {
      forth.add(rows[i]);
      back.add(rows[2 - i]);
    }
    assertThat(forth.release(SecretRandom.seeded(6)))
        .containsExactly(back.release(SecretRandom.seeded(6)));
  }

  @Test
  void release_twice_isRefused() {
    var sum = new NoisySum(1, 1, 1);
    sum.release(SecretRandom.create());
    assertThatThrownBy(() -> sum.release(SecretRandom.create()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void release_unseeded_isNeverTheSame() {
    assertThat(new NoisySum(4, 1, 1).release(SecretRandom.create()))
        .isNotEqualTo(new NoisySum(4, 1, 1).release(SecretRandom.create()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e200})
  void add_notFinite_isRefusedAndAddsNothing(double value) {
    var sum = new NoisySum(2, 1, 1);
    assertThatThrownBy(() -> sum.add(new double[] {0.5, value}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("norm of a contribution");
    assertThat(sum.release(SecretRandom.seeded(7)))
        .containsExactly(new NoisySum(2, 1, 1).release(SecretRandom.seeded(7)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1,   size: 0",
    "1, 0, 1,   clip norm: 0.0",
    "1, NaN, 1, clip norm: NaN",
    "1, 1, 0,   noise multiplier: 0.0",
    "1, 1, NaN, noise multiplier: NaN",
  })
  void constructor_badSetting_isRefused(int size, double norm, double noise, String part) {
    assertThatThrownBy(() -> new NoisySum(size, norm, noise))
        .hasMessageStartingWith(part + " (expected: ");
  }

  @Test
  void takes_rate_isMet() {
    SecretRandom random = SecretRandom.seeded(8);
    int taken = 0;
    for (int i = 0; i < MANY; i++) {
      taken += random.takes(0.03) ? 1 : 0;
    }
    assertThat((double) taken / MANY)
        .isCloseTo(0.03, within(ERRORS * Math.sqrt(0.03 * 0.97 / MANY)));
    assertThat(random.takes(0)).isFalse();
    assertThat(random.takes(1)).isTrue();
  }
}
