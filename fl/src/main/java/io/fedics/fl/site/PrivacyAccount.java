package io.fedics.fl.site;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.NoiseCalibration;
import io.fedics.fl.privacy.NoisySum;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.PrivacyLedger;
import io.fedics.fl.privacy.ledger.Spend;
import io.fedics.fl.privacy.ledger.Spent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Noise of each site and what it has spent; charged before anything is trained. */
public final class PrivacyAccount {
  private static final double TOLERANCE = 1e-4;
  /** Of the budget, for what is told once: noise adds up by squares, so what is left for the rounds needs little more. */
  private static final double SHARE_OF_ONCE = 0.2;
  /** Where the units are the sites, one account is kept for all of them. */
  public static final String FEDERATION = "federation";

  private final Privacy privacy;
  private final PrivacyUnit unit;
  private final PrivacyLedger ledger;
  private final String run;
  private final Map<String, GaussianSteps> perRound = new TreeMap<>();
  /** Of every site, before the first round. */
  private final List<GaussianSteps> once = new ArrayList<>();

  /**
   * @param unit of every spend
   * @param ledger that keeps the budget
   * @param run one training, for readers of the ledger
   */
  public PrivacyAccount(Privacy privacy, PrivacyUnit unit, PrivacyLedger ledger, String run) {
    this.privacy = privacy;
    this.unit = unit;
    this.ledger = ledger;
    this.run = run;
  }

  /**
   * Plans one sum of all records of every site, told before the first round. To be called before the sites enter.
   *
   * @return its noise multiplier, with which it would by itself cost a fifth of the budget; at least 0.01
   * @throws IllegalArgumentException for a budget that no noise can keep
   */
  public double planOnce() {
    double noise = new NoiseCalibration(privacy.accountant(), TOLERANCE)
        .noiseMultiplier(1, 1, SHARE_OF_ONCE * privacy.epsilon(), privacy.delta())
        .orElseThrow(this::noNoise);
    double enough = Math.max(NoisySum.LEAST_NOISE, noise);
    once.add(new GaussianSteps(1, enough, 1));
    return enough;
  }

  private IllegalArgumentException noNoise() {
    return new IllegalArgumentException("epsilon: " + privacy.epsilon()
        + " (expected: one that a noise multiplier up to 1,000,000 can keep)");
  }

  /**
   * Enters a site before the first round.
   *
   * @param steps of one round
   * @return its noise multiplier
   * @throws IllegalArgumentException for a budget that no noise can keep
   */
  public double enter(String site, double samplingRate, long steps, int rounds) {
    double noise = privacy
        .noiseMultiplier()
        .orElseGet(() -> new NoiseCalibration(privacy.accountant(), TOLERANCE)
            .noiseMultiplier(samplingRate, steps * rounds, once, privacy.epsilon(), privacy.delta())
            .orElseThrow(this::noNoise));
    perRound.put(site, new GaussianSteps(samplingRate, noise, steps));
    return noise;
  }

  /** Of all that entered; empty when nobody did. */
  public OptionalDouble leastNoise() {
    return perRound.values().stream()
        .mapToDouble(GaussianSteps::noiseMultiplier)
        .min();
  }

  /**
   * Charges every site for a round.
   *
   * @throws io.fedics.fl.privacy.ledger.BudgetExceededException when one has not enough left
   */
  public void charge(int round) {
    String mechanism = unit == PrivacyUnit.RECORD ? "DP-SGD" : "clipped mean";
    perRound.forEach((site, steps) -> charge(site, round, mechanism, steps));
  }

  /**
   * Charges every site for what was planned to be told once.
   *
   * @throws io.fedics.fl.privacy.ledger.BudgetExceededException when one has not enough left
   */
  public void chargeOnce() {
    for (String site : perRound.keySet()) {
      once.forEach(steps -> charge(site, 0, "noised sums", steps));
    }
  }

  private void charge(String site, int round, String mechanism, GaussianSteps steps) {
    ledger.charge(new Spend(
        site,
        run,
        round,
        unit,
        mechanism,
        steps,
        privacy.delta(),
        privacy.accountant().name()));
  }

  /** The largest of all sites, with all that gives it a meaning; empty before the first charge. */
  public Optional<Spent> spent() {
    return perRound.keySet().stream()
        .max(Comparator.comparingDouble(site -> ledger.epsilon(site, unit).orElse(0)))
        .filter(site -> ledger.epsilon(site, unit).isPresent())
        .map(site -> new Spent(
            unit,
            ledger.epsilon(site, unit).orElseThrow(),
            privacy.delta(),
            privacy.accountant().name(),
            ledger.steps(site, unit)));
  }

  /** The largest of all sites; 0 before the first charge. */
  public double epsilon() {
    return perRound.keySet().stream()
        .mapToDouble(site -> ledger.epsilon(site, unit).orElse(0))
        .max()
        .orElse(0);
  }
}
