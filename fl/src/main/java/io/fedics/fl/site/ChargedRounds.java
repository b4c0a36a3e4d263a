package io.fedics.fl.site;

import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.round.RoundPermit;

/** Rounds that cost privacy at the server: each try is charged before anybody is asked, so one that dies is spent as well. */
public final class ChargedRounds implements RoundPermit {
  private final PrivacyAccount account;

  public ChargedRounds(PrivacyAccount account) {
    this.account = account;
  }

  @Override
  public Permission ask(int round) {
    try {
      account.charge(round);
      return new Permission.Granted();
    } catch (BudgetExceededException e) {
      String spent = "; spent: " + account.spent();
      return new Permission.Denied(e.getMessage() + spent);
    }
  }
}
