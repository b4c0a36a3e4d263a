package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.PrivacyUnit;
import java.util.Optional;

/**
 * A ledger that ends with its process, for simulations over data that is nobody's secret. Where records are real, {@link
 * LedgerFile} keeps the spends. Thread-safe.
 */
public final class VolatileLedger implements PrivacyLedger {
  private final Optional<PrivacyBudget> budget;
  private final LedgerState state = new LedgerState();

  /**
   * @param budget of each site and unit; empty: nothing is refused
   */
  public VolatileLedger(Optional<PrivacyBudget> budget) {
    this.budget = budget;
  }

  @Override
  public synchronized LedgerRow charge(Spend spend) {
    budget.ifPresent(limit -> limit.requireDelta(spend));
    LedgerRow row = state.next(spend);
    budget.ifPresent(limit -> limit.require(row, state.stepsWith(spend)));
    state.append(row);
    return row;
  }

  @Override
  public synchronized Optional<Spent> spent(String site, PrivacyUnit unit) {
    return state.spent(site, unit);
  }
}
