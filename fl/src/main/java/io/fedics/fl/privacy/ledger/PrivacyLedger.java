package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.PrivacyUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** Charges before anything is released. */
public interface PrivacyLedger {
  /** Of the chain, in what its key signs. */
  String NAME = "privacy ledger";

  /**
   * Writes the spend for good. Only after this returned may noised values leave.
   *
   * @return the row, with everything spent so far
   * @throws BudgetExceededException when the spend would pass the budget; nothing is written
   * @throws LedgerException when it cannot be written
   */
  LedgerRow charge(Spend spend);

  /**
   * Charges, and only then computes what is released. When that fails the spend stays: who knows what was seen.
   *
   * @throws BudgetExceededException as {@link #charge}; {@code noised} is not asked
   */
  default <T> T release(Spend spend, Supplier<T> noised) {
    charge(spend);
    return noised.get();
  }

  /**
   * What a site has spent on a unit, as its last row tells it: at that row's delta, by that row's accountant; empty when
   * nothing was charged.
   */
  Optional<Spent> spent(String site, PrivacyUnit unit);
}
