package io.fedics.fl.simulate;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.NoiseCalibration;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.RdpAccountant;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.Spend;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Noise of each site and what it has spent; charged before anything is trained. */
final class PrivacyAccount {
  private static final double TOLERANCE = 1e-4;
  private static final String RUN = "simulation";
  /** Where the units are the sites, one account is kept for all of them. */
  static final String FEDERATION = "federation";

  private final Privacy privacy;
  private final PrivacyUnit unit;
  private final VolatileLedger ledger;
  private final Map<String, GaussianSteps> perRound = new TreeMap<>();

  PrivacyAccount(Privacy privacy, PrivacyUnit unit) {
    this.privacy = privacy;
    this.unit = unit;
    this.ledger =
        new VolatileLedger(Optional.of(new PrivacyBudget(privacy.epsilon(), privacy.delta())));
  }

  /**
   * Enters a site before the first round.
   *
   * @param steps of one round
   * @return its noise multiplier
   */
  double enter(String site, double samplingRate, long steps, int rounds) {
    double noise = privacy
        .noiseMultiplier()
        .orElseGet(() -> new NoiseCalibration(new RdpAccountant(), TOLERANCE)
            .noiseMultiplier(samplingRate, steps * rounds, privacy.epsilon(), privacy.delta())
            .orElseThrow(() -> new IllegalArgumentException("epsilon: " + privacy.epsilon()
                + " (expected: one that a noise multiplier up to 1,000,000 can keep)")));
    perRound.put(site, new GaussianSteps(samplingRate, noise, steps));
    return noise;
  }

  OptionalDouble leastNoise() {
    return perRound.values().stream()
        .mapToDouble(GaussianSteps::noiseMultiplier)
        .min();
  }

  /**
   * Charges every site for a round.
   *
   * @throws io.fedics.fl.privacy.ledger.BudgetExceededException when one has not enough left
   */
  void charge(int round) {
    perRound.forEach((site, steps) -> ledger.charge(new Spend(
        site,
        RUN,
        round,
        unit,
        unit == PrivacyUnit.RECORD ? "DP-SGD" : "clipped mean",
        steps,
        privacy.delta(),
        new RdpAccountant().name())));
  }

  /** The largest of all sites; 0 before the first charge. */
  double epsilon() {
    return perRound.keySet().stream()
        .mapToDouble(site -> ledger.epsilon(site, unit).orElse(0))
        .max()
        .orElse(0);
  }
}
