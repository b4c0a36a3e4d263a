package io.fedics.fl.site;

import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.round.RoundReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends training before the epsilon that sites attest of themselves would pass a budget, and behind the round that passed it
 * all the same. The server cannot check these figures. An epsilon grows ever more slowly with equal rounds, so the growth by the last one bounds the growth by the next;
 * after one report nothing is known of a site's past, and all of it counts as growth. A site that tells less than before is not believed, and its true figure unknown.
 * Thread-safe.
 */
public final class AttestedBudget implements RoundPermit {
  /** In place of all who left: no client's id. */
  private static final String GONE = "those who left";

  private final double budget;
  private final Map<Key, Attested.Site> sites = new LinkedHashMap<>();
  private boolean byAll = true;

  private record Key(String client, PrivacyUnit unit) {}

  /**
   * @param budget epsilon, above 0; infinite to watch only
   */
  public AttestedBudget(double budget) {
    if (!(budget > 0)) {
      throw new IllegalArgumentException("budget epsilon: " + budget + " (expected: above 0)");
    }
    this.budget = budget;
  }

  /**
   * Takes what was known before this server began; what stands here already counts no longer.
   *
   * @param comeBack whether clients come back under their ids; others are {@link #forget}ten
   */
  public synchronized void goOn(Attested before, boolean comeBack) {
    sites.clear();
    before.sites().forEach(site -> sites.put(new Key(site.client(), site.spent().unit()), site));
    byAll = before.byAll();
    if (!comeBack) {
      before.sites().forEach(site -> forget(site.client()));
    }
  }

  /** The client does not come again under this id. What it spent stays, as that of somebody who spends no more. */
  public synchronized void forget(String client) {
    for (PrivacyUnit unit : PrivacyUnit.values()) {
      Attested.Site gone = sites.remove(new Key(client, unit));
      if (gone != null) {
        sites.merge(
            new Key(GONE, unit),
            new Attested.Site(GONE, gone.spent(), gone.spent()),
            (a, b) -> a.spent().epsilon() >= b.spent().epsilon() ? a : b);
      }
    }
  }

  /** All that is known, for {@link #goOn}. */
  public synchronized Attested attested() {
    return new Attested(List.copyOf(sites.values()), byAll);
  }

  /** The epsilon in a report; empty when it tells none, or not all that belongs to one. */
  public static Optional<Spent> spent(ClientReport report) {
    Map<String, Object> told = report.metrics();
    if (!(told.get("epsilon") instanceof Number epsilon)
        || !(told.get("delta") instanceof Number delta)
        || !(told.get("steps") instanceof Number steps)
        || !(told.get("unit") instanceof String unit)
        || !(told.get("accountant") instanceof String accountant)
        || epsilon.doubleValue() < 0
        || steps.longValue() < 0) {
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
          .ifPresentOrElse(
              spent -> sites.compute(
                  new Key(report.client(), spent.unit()),
                  (key, before) -> after(key.client(), before, spent)),
              () -> byAll = false);
    }
  }

  private Attested.Site after(String client, Attested.@Nullable Site before, Spent spent) {
    if (before == null) {
      return new Attested.Site(client, spent, grown(0, 0, spent));
    }
    if (spent.epsilon() < before.spent().epsilon()) {
      byAll = false; // a ledger that began anew: what both spent together nobody told
      return before;
    }
    Spent last = before.spent();
    return new Attested.Site(client, spent, grown(last.epsilon(), last.steps(), spent));
  }

  /** Sums of what somebody told stay numbers, however large. */
  private static Spent grown(double epsilonBefore, long stepsBefore, Spent now) {
    double growth = now.epsilon() - epsilonBefore;
    long more = Math.max(0, now.steps() - stepsBefore);
    return new Spent(
        now.unit(),
        Math.min(Double.MAX_VALUE, now.epsilon() + growth),
        now.delta(),
        now.accountant(),
        now.steps() + Math.min(more, Long.MAX_VALUE - now.steps()));
  }

  /** The largest that was attested for a unit; empty when nobody did, or for several units: they have no maximum. */
  public synchronized Optional<Spent> largest() {
    return told().map(Spent::unit).distinct().count() == 1
        ? told().max(Comparator.comparingDouble(Spent::epsilon))
        : Optional.empty();
  }

  private Stream<Spent> told() {
    return sites.values().stream().map(Attested.Site::spent);
  }

  /**
   * {@link #largest} where every site that reported attests its own; empty when one attests nothing: what its updates tell is
   * unknown, so what the model tells is.
   */
  public synchronized Optional<Spent> largestOfAll() {
    return byAll ? largest() : Optional.empty();
  }

  @Override
  public synchronized Permission ask(int round) {
    for (Attested.Site site : sites.values()) {
      if (site.next().epsilon() > budget) {
        return new Permission.Denied(
            ("privacy budget: round %d could bring %s to %s (expected: at most %s);"
                    + " attested by the site: %s")
                .formatted(round, site.client(), site.next(), budget, site.spent()));
      }
    }
    return new Permission.Granted();
  }
}
