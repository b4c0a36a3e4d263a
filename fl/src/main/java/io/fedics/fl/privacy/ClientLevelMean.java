package io.fedics.fl.privacy;

import java.util.List;
import java.util.Optional;

/**
 * The mean update of a round, such that no site's whole update shows: each clipped over all tensors together, unweighted
 * (record counts are data too), the sum noised, divided by a constant (McMahan et al. 2018, <a
 * href="https://arxiv.org/abs/1710.06963">arXiv:1710.06963</a>). Charge {@link #cost} before {@link #mean}. Not thread-safe.
 */
public final class ClientLevelMean {
  private final double updateNoise;
  private final double clients;
  private final Optional<AdaptiveClipping> adaptive;
  private final SecretRandom random;
  private double clipNorm;

  private ClientLevelMean(
      double updateNoise,
      double clients,
      double clipNorm,
      Optional<AdaptiveClipping> adaptive,
      SecretRandom random) {
    if (!(clients > 0 && Double.isFinite(clients))) {
      throw new IllegalArgumentException(
          "expected clients: " + clients + " (expected: finite, above 0)");
    }
    this.updateNoise = updateNoise;
    this.clients = clients;
    this.clipNorm = clipNorm;
    this.adaptive = adaptive;
    this.random = random;
    new NoisySum(1, clipNorm, updateNoise); // refuses what it cannot do now, not after a charge
  }

  /**
   * @param noiseMultiplier of the sum, in clip norms
   * @param clients expected number per round: sampling rate × registered sites; a constant, never the number that came
   */
  public static ClientLevelMean fixed(
      double noiseMultiplier, double clients, double clipNorm, SecretRandom random) {
    return new ClientLevelMean(noiseMultiplier, clients, clipNorm, Optional.empty(), random);
  }

  /**
   * @param noiseMultiplier of everything a round releases; the sum of updates gets more noise, so that the count is paid for
   * @throws IllegalArgumentException when the count's noise is too small for that
   */
  public static ClientLevelMean adaptive(
      double noiseMultiplier, double clients, AdaptiveClipping clipping, SecretRandom random) {
    return new ClientLevelMean(
        clipping.updateNoise(noiseMultiplier),
        clients,
        clipping.initialNorm(),
        Optional.of(clipping),
        random);
  }

  /** Of the next round. */
  public double clipNorm() {
    return clipNorm;
  }

  /**
   * What one round costs.
   *
   * @param samplingRate probability that a site is asked, independently of others; 1 when all are
   */
  public GaussianSteps cost(double samplingRate) {
    double noise =
        adaptive.map(clipping -> clipping.effectiveNoise(updateNoise)).orElse(updateNoise);
    return new GaussianSteps(samplingRate, noise, 1);
  }

  /**
   * @param updates weights after minus before, one array per site that answered, all of one size, none modified; may be none,
   *     which is noise only
   * @param size of one update
   * @return noised sum / expected clients, shape {@code [size]}
   * @throws IllegalArgumentException if one is not finite or has another size
   */
  public double[] mean(List<double[]> updates, int size) {
    var sum = new NoisySum(size, clipNorm, updateNoise);
    Optional<NoisySum> count = adaptive.map(AdaptiveClipping::count);
    for (double[] update : updates) {
      boolean isUnclipped = sum.add(update);
      count.ifPresent(votes -> votes.add(AdaptiveClipping.vote(isUnclipped)));
    }
    double[] mean = sum.release(random);
    for (int i = 0; i < size; i++) {
      mean[i] /= clients;
    }
    adaptive.ifPresent(clipping ->
        clipNorm = clipping.next(clipNorm, count.orElseThrow().release(random)[0], clients));
    return mean;
  }
}
