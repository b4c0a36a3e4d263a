package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.Accountant;

/**
 * What a site may spend on one unit, over all its runs.
 *
 * @param epsilon above 0, finite
 * @param delta in (0, 1); spends are told at this delta and no other
 */
public record PrivacyBudget(double epsilon, double delta) {
  public PrivacyBudget {
    if (!(epsilon > 0 && Double.isFinite(epsilon))) {
      throw new IllegalArgumentException(
          "budget epsilon: " + epsilon + " (expected: finite, above 0)");
    }
    Accountant.requireDelta(delta);
  }
}
