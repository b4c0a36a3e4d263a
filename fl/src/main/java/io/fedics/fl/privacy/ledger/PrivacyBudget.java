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

  /**
   * @throws IllegalArgumentException when the spend is told at another delta
   */
  void requireDelta(Spend spend) {
    if (spend.delta() != delta) {
      throw new IllegalArgumentException(
          "delta: " + spend.delta() + " (expected: " + delta + ", that of the budget)");
    }
  }

  /**
   * @param steps noised sums behind the row's epsilon
   * @throws BudgetExceededException when the row passes the budget
   */
  void require(LedgerRow row, long steps) {
    if (row.epsilon() <= epsilon) {
      return;
    }
    Spend spend = row.spend();
    var spent = new Spent(spend.unit(), row.epsilon(), delta, spend.accountant(), steps);
    throw new BudgetExceededException(
        "privacy budget: round %d of %s would bring %s to %s (expected: at most %s)"
            .formatted(spend.round(), spend.run(), spend.site(), spent, epsilon));
  }
}
