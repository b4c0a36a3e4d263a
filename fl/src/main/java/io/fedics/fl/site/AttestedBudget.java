package io.fedics.fl.site;

import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.round.RoundReport;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends training before the epsilon that sites attest of themselves would pass a budget, and behind the round that passed it
 * all the same. The server cannot check these figures. An epsilon grows ever more slowly with equal rounds, so the growth by the last one bounds the growth by the next;
 * after one report nothing is known of a site's past, and all of it counts as growth. Thread-safe.
 */
public final class AttestedBudget implements RoundPermit {
  private final double budget;
  private final Map<String, Spent> last = new HashMap<>();
  private final Map<PrivacyUnit, Spent> largest = new EnumMap<>(PrivacyUnit.class);
  private boolean isUnattested;
  /** What each site would attest if the next round added as much as the last. */
  private final Map<String, Spent> next = new HashMap<>();

  /**
   * @param budget epsilon, above 0; infinite to watch only
   */
  public AttestedBudget(double budget) {
    if (!(budget > 0)) {
      throw new IllegalArgumentException("budget epsilon: " + budget + " (expected: above 0)");
    }
    this.budget = budget;
  }

  /** The epsilon in a report; empty when it tells none, or not all that belongs to one. */
  public static Optional<Spent> spent(ClientReport report) {
    Map<String, Object> told = report.metrics();
    if (!(told.get("epsilon") instanceof Number epsilon)
        || !(told.get("delta") instanceof Number delta)
        || !(told.get("steps") instanceof Number steps)
        || !(told.get("unit") instanceof String unit)
        || !(told.get("accountant") instanceof String accountant)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Spent(
          PrivacyUnit.of(unit),
          epsilon.doubleValue(),
          delta.doubleValue(),
          accountant,
          steps.longValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a unit that nobody knows
    }
  }

  /** Takes what the clients of a finished round said. */
  @Override
  public synchronized Optional<String> finished(RoundReport report) {
    take(report.reports());
    return report.reports().stream()
        .flatMap(one -> spent(one).filter(spent -> spent.epsilon() > budget).stream()
            .map(spent -> ("privacy budget: round %d brought %s to %s (expected: at most %s);"
                    + " attested by the site")
                .formatted(report.round(), one.client(), spent, budget)))
        .findFirst();
  }

  synchronized void take(List<ClientReport> reports) {
    for (ClientReport report : reports) {
      spent(report)
          .ifPresentOrElse(spent -> take(report.client(), spent), () -> isUnattested = true);
    }
  }

  private void take(String client, Spent spent) {
    Spent before = last.put(client, spent);
    next.put(
        client,
        before == null ? grown(0, 0, spent) : grown(before.epsilon(), before.steps(), spent));
    largest.merge(spent.unit(), spent, (a, b) -> a.epsilon() >= b.epsilon() ? a : b);
  }

  private static Spent grown(double epsilonBefore, long stepsBefore, Spent now) {
    return new Spent(
        now.unit(),
        now.epsilon() + Math.max(0, now.epsilon() - epsilonBefore),
        now.delta(),
        now.accountant(),
        now.steps() + Math.max(0, now.steps() - stepsBefore));
  }

  /** The largest that was attested for a unit; empty when nobody did, or for several units: they have no maximum. */
  public synchronized Optional<Spent> largest() {
    return largest.size() == 1 ? Optional.of(largest.values().iterator().next()) : Optional.empty();
  }

  /**
   * {@link #largest} where every site that reported attests its own; empty when one attests nothing: what its updates tell is
   * unknown, so what the model tells is.
   */
  public synchronized Optional<Spent> largestOfAll() {
    return isUnattested ? Optional.empty() : largest();
  }

  /** Rounds before this server began are in the model, and not all of their sites attested. */
  public synchronized void unattestedBefore() {
    isUnattested = true;
  }

  @Override
  public synchronized Permission ask(int round) {
    for (Map.Entry<String, Spent> one : next.entrySet()) {
      if (one.getValue().epsilon() > budget) {
        return new Permission.Denied(
            ("privacy budget: round %d could bring %s to %s (expected: at most %s);"
                    + " attested by the site: %s")
                .formatted(round, one.getKey(), one.getValue(), budget, last.get(one.getKey())));
      }
    }
    return new Permission.Granted();
  }
}
