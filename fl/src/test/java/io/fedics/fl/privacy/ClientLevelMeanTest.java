package io.fedics.fl.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientLevelMeanTest {

  @Test
  void mean_fixedClipping_isTheNoisedSumOverTheExpectedClients() {
    var clipped = ClientLevelMean.fixed(1.5, 4, 1, SecretRandom.seeded(1));
    double[] mean = clipped.mean(List.of(new double[] {3, 4}, new double[] {0.5, 0}), 2);
    double[] noise = new NoisySum(2, 1, 1.5).release(SecretRandom.seeded(1));
    assertThat(mean[0]).isCloseTo((0.6 + 0.5 + noise[0]) / 4, within(1e-6));
    assertThat(mean[1]).isCloseTo((0.8 + noise[1]) / 4, within(1e-6));
    assertThat(clipped.clipNorm()).isEqualTo(1);
    assertThat(clipped.cost(0.5)).isEqualTo(new GaussianSteps(0.5, 1.5, 1));
  }

  @Test
  void mean_nobodyCame_isNoise() {
    double[] mean = ClientLevelMean.fixed(1, 1, 1, SecretRandom.seeded(2)).mean(List.of(), 3);
    assertThat(mean).containsExactly(new NoisySum(3, 1, 1).release(SecretRandom.seeded(2)));
  }

  @Test
  void mean_oneThatIsNotFinite_isRefused() {
    var clipped = ClientLevelMean.fixed(1, 1, 1, SecretRandom.seeded(3));
    assertThatThrownBy(() -> clipped.mean(List.of(new double[] {Double.NaN}), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The noise of the mean of 1,000 sites is small enough to see where the norm goes: to the median. */
  @Test
  void mean_adaptiveClipping_findsTheMedianOfTheNorms() {
    List<double[]> updates = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      updates.add(new double[] {i * 0.01, 0}); // norms 0.01 … 10
    }
    var clipping = new AdaptiveClipping(0.1, 0.5, 0.2, 50);
    var adaptive = ClientLevelMean.adaptive(1, 1000, clipping, SecretRandom.seeded(4));
    double sum = 0;
    for (int round = 0; round < 300; round++) {
      adaptive.mean(updates, 2);
      sum += round < 200 ? 0 : adaptive.clipNorm();
    }
    assertThat(sum / 100).isCloseTo(5, within(0.4));
  }

  @Test
  void adaptive_noise_costsExactlyWhatWasAsked() {
    var clipping = new AdaptiveClipping(1, 0.5, 0.2, 2);
    double update = clipping.updateNoise(1.2);
    assertThat(update).isGreaterThan(1.2);
    assertThat(clipping.effectiveNoise(update)).isCloseTo(1.2, within(1e-12));
    var adaptive = ClientLevelMean.adaptive(1.2, 40, clipping, SecretRandom.seeded(5));
    assertThat(adaptive.cost(1).noiseMultiplier()).isCloseTo(1.2, within(1e-12));
  }

  /** The two releases of a round, charged one by one, cost at q = 1 what the one effective mechanism costs. */
  @Test
  void adaptive_effectiveNoise_isTheCompositionOfBoth() {
    var clipping = new AdaptiveClipping(1, 0.5, 0.2, 2);
    var accountant = new RdpAccountant();
    double both = accountant
        .cost(List.of(new GaussianSteps(1, 3, 1), new GaussianSteps(1, 4, 1)), 1e-5)
        .epsilon();
    double one = accountant
        .cost(new GaussianSteps(1, clipping.effectiveNoise(3), 1), 1e-5)
        .epsilon();
    assertThat(one).isCloseTo(both, within(1e-12));
  }

  @Test
  void adaptive_tooLittleCountNoise_isRefused() {
    var clipping = new AdaptiveClipping(1, 0.5, 0.2, 0.5);
    assertThatThrownBy(() -> ClientLevelMean.adaptive(2, 10, clipping, SecretRandom.create()))
        .hasMessageStartingWith("noise multiplier: 2.0 (expected: ");
  }

  @Test
  void clipping_badSettings_areRefused() {
    assertThatThrownBy(() -> new AdaptiveClipping(0, 0.5, 0.2, 1))
        .hasMessageStartingWith("initial norm: 0.0 (expected");
    assertThatThrownBy(() -> new AdaptiveClipping(1, 1.5, 0.2, 1))
        .hasMessageStartingWith("target quantile: 1.5");
    assertThatThrownBy(() -> new AdaptiveClipping(1, 0.5, Double.NaN, 1))
        .hasMessageStartingWith("learning rate: NaN");
    assertThatThrownBy(() -> new AdaptiveClipping(1, 0.5, 0.2, 0))
        .hasMessageStartingWith("count noise: 0.0");
    assertThatThrownBy(() -> ClientLevelMean.fixed(1, 0, 1, SecretRandom.create()))
        .hasMessageStartingWith("expected clients: 0.0");
    assertThatThrownBy(() -> ClientLevelMean.fixed(0, 1, 1, SecretRandom.create()))
        .hasMessageStartingWith("noise multiplier: 0.0");
  }
}
