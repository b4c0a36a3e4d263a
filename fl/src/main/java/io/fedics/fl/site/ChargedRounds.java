package io.fedics.fl.site;

import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.RoundPermit;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Rounds that cost privacy at the server: each try is charged before anybody is asked, so one that dies is spent as well. */
public final class ChargedRounds implements RoundPermit {
  /** The round that is told and the one that is under way. */
  private static final int KEPT = 2;

  private final PrivacyAccount account;
  private final NavigableMap<Integer, Spent> afterRound = new ConcurrentSkipListMap<>();

  public ChargedRounds(PrivacyAccount account) {
    this.account = account;
  }

  /** What was spent when a round was, one of the last two; the next one is charged before it is told. */
  public Optional<Spent> spent(int round) {
    return Optional.ofNullable(afterRound.get(round));
  }

  /** So far, tries that came to nothing among it. Holds no lock: who tells of it may hold one that a charge waits for. */
  public Spent spent() {
    return account.spent();
  }

  @Override
  public synchronized Permission ask(int round) {
    try {
      account.charge(round);
      afterRound.put(round, account.spent());
      if (afterRound.size() > KEPT) {
        afterRound.pollFirstEntry();
      }
      return new Permission.Granted();
    } catch (BudgetExceededException e) {
      String spent = "; spent: " + account.spent();
      return new Permission.Denied(e.getMessage() + spent);
    }
  }
}
