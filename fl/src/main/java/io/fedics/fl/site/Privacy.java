package io.fedics.fl.site;

import io.fedics.fl.privacy.Accountant;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.RdpAccountant;
import java.util.Optional;

/**
 * What differential privacy a run keeps. An epsilon is a budget: a round that would pass it is not begun.
 *
 * @param unit whose presence is hidden; empty: nothing is
 * @param epsilon the budget; positive
 * @param delta in (0, 1)
 * @param clipNorm largest L2 norm of one record's gradient, or of one site's update; positive
 * @param noiseMultiplier in clip norms; empty: the least that keeps the budget over all rounds
 * @param accountant that finds this noise and every epsilon
 */
public record Privacy(
    Optional<PrivacyUnit> unit,
    double epsilon,
    double delta,
    double clipNorm,
    Optional<Double> noiseMultiplier,
    Accountant accountant) {
  /** Without any. */
  public static final Privacy NONE = new Privacy(Optional.empty(), 1, 1e-5, 1, Optional.empty());

  /** With the quick accountant. */
  public Privacy(
      Optional<PrivacyUnit> unit,
      double epsilon,
      double delta,
      double clipNorm,
      Optional<Double> noiseMultiplier) {
    this(unit, epsilon, delta, clipNorm, noiseMultiplier, new RdpAccountant());
  }

  public Privacy {
    require("epsilon", epsilon, epsilon > 0, "above 0");
    require("delta", delta, delta > 0 && delta < 1, "above 0 and below 1");
    require("clip norm", clipNorm, clipNorm > 0, "above 0");
    noiseMultiplier.ifPresent(
        noise -> require("noise multiplier", noise, noise >= 0.01, "at least 0.01"));
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!(holds && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Whether it is this unit whose presence is hidden. */
  public boolean hides(PrivacyUnit one) {
    return unit.filter(one::equals).isPresent();
  }
}
