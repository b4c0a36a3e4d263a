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
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Noise of each site and what it has spent; charged before anything is trained. */
public final class PrivacyAccount {
  private static final double TOLERANCE = 1e-4;
  /** Of the budget, for what is told beside: noise adds up by squares, so what is left for the updates needs little more. */
  private static final double SHARE_BESIDE = 0.2;
  /** Where the units are the sites, one account is kept for all of them. */
  public static final String FEDERATION = "federation";

  private final Privacy privacy;
  private final PrivacyUnit unit;
  private final PrivacyLedger ledger;
  private final String run;
  private final Map<String, GaussianSteps> perRound = new TreeMap<>();
  /** What every site tells beside its updates, over all rounds. */
  private final List<GaussianSteps> beside = new ArrayList<>();

  private double noiseOfSums;
  private double noiseOfFigures;

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
  public double planSums() {
    noiseOfSums = plan(1);
    return noiseOfSums;
  }

  /**
   * Plans sums over the records of every site that it keeps from training, told once a round. To be called before the sites
   * enter.
   *
   * @return their noise multiplier, with which those of all rounds would by themselves cost a fifth of the budget; at least 0.01
   * @throws IllegalArgumentException for a budget that no noise can keep
   */
  public double planFigures(int rounds) {
    noiseOfFigures = plan(rounds);
    return noiseOfFigures;
  }

  private double plan(int times) {
    double noise = new NoiseCalibration(privacy.accountant(), TOLERANCE)
        .noiseMultiplier(1, times, SHARE_BESIDE * privacy.epsilon(), privacy.delta())
        .orElseThrow(this::noNoise);
    double enough = Math.max(NoisySum.LEAST_NOISE, noise);
    beside.add(new GaussianSteps(1, enough, times));
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
            .noiseMultiplier(
                samplingRate, steps * rounds, beside, privacy.epsilon(), privacy.delta())
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
   * Charges every site for the sums that were planned.
   *
   * @throws io.fedics.fl.privacy.ledger.BudgetExceededException when one has not enough left
   */
  public void chargeSums() {
    chargeBeside(0, "noised sums", noiseOfSums);
  }

  /**
   * Charges every site for the figures of a round that were planned.
   *
   * @throws io.fedics.fl.privacy.ledger.BudgetExceededException when one has not enough left
   */
  public void chargeFigures(int round) {
    chargeBeside(round, "noised figures", noiseOfFigures);
  }

  private void chargeBeside(int round, String mechanism, double noise) {
    for (String site : perRound.keySet()) {
      charge(site, round, mechanism, new GaussianSteps(1, noise, 1));
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

  /** The largest of all sites; epsilon and steps are 0 before the first charge. */
  public Spent spent() {
    return perRound.keySet().stream()
        .map(this::spent)
        .max(Comparator.comparingDouble(Spent::epsilon))
        .orElseThrow(() -> new IllegalStateException("asked for a spend before any site entered"));
  }

  private Spent spent(String site) {
    return ledger
        .spent(site, unit)
        .orElseGet(
            () -> new Spent(unit, 0, privacy.delta(), privacy.accountant().name(), 0));
  }
}
