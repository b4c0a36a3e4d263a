package io.fedics.federate;

import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.ArchivedLedger;
import io.fedics.fl.privacy.ledger.LedgerRow;
import io.fedics.fl.privacy.ledger.PrivacyLedger;
import io.fedics.fl.privacy.ledger.Spend;
import io.fedics.fl.privacy.ledger.Spent;
import java.util.Optional;
import java.util.function.Consumer;

/** A ledger whose rows are told as soon as they are kept. */
final class ToldLedger implements PrivacyLedger {
  private final ArchivedLedger ledger;
  private final Consumer<LedgerRow> listener;

  ToldLedger(ArchivedLedger ledger, Consumer<LedgerRow> listener) {
    this.ledger = ledger;
    this.listener = listener;
  }

  @Override
  public LedgerRow charge(Spend spend) {
    LedgerRow row = ledger.charge(spend);
    listener.accept(row);
    return row;
  }

  @Override
  public Optional<Spent> spent(String site, PrivacyUnit unit) {
    return ledger.spent(site, unit);
  }
}
