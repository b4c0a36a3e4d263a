package io.fedics.incident.domain;

import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.NextHop;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.SeverityLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An incident that may still grow, and what people were last told of it.
 *
 * @param now as it stands, without a summary
 * @param weak only rules that say "unusual" have spoken; the first specific verdict gives it its name
 * @param actorSeen the attacker was judged itself, not only named by a victim
 * @param attackers everybody who acted, first come first, at most 64
 * @param rule the rule whose reasons are shown
 * @param peak highest value of that rule's first reason
 * @param toldSecond epoch second of the last alert
 * @param toldLevel level in the last alert
 * @param toldVictims number of victims in the last alert
 * @param untold whether anything came since
 */
record OpenIncident(
    IncidentSnapshot now,
    boolean weak,
    boolean actorSeen,
    List<String> attackers,
    String rule,
    double peak,
    long toldSecond,
    SeverityLevel toldLevel,
    long toldVictims,
    boolean untold) {

  /** Hosts that are remembered by name, on either side. */
  static final int MOST_HOSTS = 64;

  /** Rules that say that something is unusual, not what. */
  private static final Set<String> WEAK_RULES = Set.of("surge", "port-role");

  /** True when the verdict does not say what kind of attack it is. */
  static boolean isWeak(AttackClassified verdict) {
    return verdict.label() == AttackLabel.OTHER
        || verdict.rules().isEmpty()
        || WEAK_RULES.contains(verdict.rules().getFirst());
  }

  static OpenIncident of(AttackPredicted predicted) {
    AttackClassified verdict = predicted.verdict();
    var snapshot = new IncidentSnapshot(
        EventId.of(verdict.eventId(), "incident"),
        verdict.site(),
        verdict.label(),
        probabilityOf(verdict),
        predicted.severity(),
        predicted.level(),
        predicted.escalated(),
        verdict.attacker(),
        verdict.victims(),
        verdict.victimCount(),
        verdict.rules(),
        verdict.techniques(),
        verdict.detectors(),
        verdict.port(),
        verdict.protocol(),
        verdict.observedAt(),
        verdict.observedAt(),
        1,
        "",
        verdict.reasons(),
        predicted.nextHops(),
        verdict.eventId());
    return new OpenIncident(
        snapshot,
        isWeak(verdict),
        actor(verdict),
        List.of(verdict.attacker()),
        ruleOf(verdict),
        peakOf(verdict.reasons()),
        verdict.second(),
        predicted.level(),
        verdict.victimCount(),
        false);
  }

  /** This and one more verdict of the same event. */
  OpenIncident plus(AttackPredicted predicted) {
    AttackClassified verdict = predicted.verdict();
    if (isWeak(verdict) && !weak) {
      return counted(predicted);
    }
    return weak && !isWeak(verdict) ? renamed(predicted) : grown(predicted);
  }

  /** A weak verdict about somebody involved: it counts, it changes neither name nor hosts. */
  private OpenIncident counted(AttackPredicted predicted) {
    return with(
        snapshot(predicted, now.label(), now.attacker(), List.of(), 0, false), predicted, false);
  }

  /** The first specific verdict says what the unusual was. */
  private OpenIncident renamed(AttackPredicted predicted) {
    AttackClassified verdict = predicted.verdict();
    IncidentSnapshot snapshot = snapshot(
        predicted,
        verdict.label(),
        verdict.attacker(),
        verdict.victims(),
        verdict.victimCount(),
        true);
    return with(snapshot, predicted, true);
  }

  private OpenIncident grown(AttackPredicted predicted) {
    AttackClassified verdict = predicted.verdict();
    boolean corrects = !actorSeen && (actor(verdict) || many(verdict.attacker()));
    boolean shown = ruleOf(verdict).equals(rule) && peakOf(verdict.reasons()) > peak;
    IncidentSnapshot snapshot = snapshot(
        predicted,
        now.label(),
        corrects && !many(now.attacker()) ? verdict.attacker() : now.attacker(),
        verdict.victims(),
        verdict.victimCount(),
        shown);
    return with(snapshot, predicted, shown);
  }

  private IncidentSnapshot snapshot(
      AttackPredicted predicted,
      AttackLabel label,
      String attacker,
      List<String> victims,
      long victimCount,
      boolean shown) {
    AttackClassified verdict = predicted.verdict();
    boolean named = !victims.isEmpty();
    List<String> allVictims = union(label == now.label() ? now.victims() : List.of(), victims);
    List<Reason> reasons = shown
        ? withHighest(verdict, verdict.reasons(), now.reasons())
        : withHighest(verdict, now.reasons(), verdict.reasons());
    List<NextHop> hops =
        named && !predicted.nextHops().isEmpty() ? predicted.nextHops() : now.nextHops();
    double severity = Math.max(now.severity(), predicted.severity());
    double probability = label == verdict.label()
        ? Math.max(label == now.label() ? now.probability() : 0, probabilityOf(verdict))
        : now.probability();
    return new IncidentSnapshot(
        now.id(),
        now.site(),
        label,
        probability,
        severity,
        SeverityLevel.of(severity),
        now.escalated() || predicted.escalated(),
        attacker,
        allVictims,
        Math.max(
            Math.max(label == now.label() ? now.victimCount() : 0, victimCount), allVictims.size()),
        union(shown ? verdict.rules() : now.rules(), shown ? now.rules() : verdict.rules()),
        label == verdict.label()
            ? sorted(now.techniques(), verdict.techniques())
            : now.techniques(),
        sorted(now.detectors(), verdict.detectors()),
        shown ? verdict.port() : now.port(),
        shown ? verdict.protocol() : now.protocol(),
        earlier(now.firstSeen(), verdict.observedAt()),
        later(now.lastSeen(), verdict.observedAt()),
        now.verdicts() + 1,
        "",
        reasons,
        hops,
        now.firstVerdictId());
  }

  /**
   * Reasons that go with the first one, such as how many sources there were, at their highest: the last second of a flood
   * adds up to the most flows in a minute, and has few sources.
   */
  private List<Reason> withHighest(
      AttackClassified verdict, List<Reason> shown, List<Reason> others) {
    if (!ruleOf(verdict).equals(rule)) {
      return shown;
    }
    return shown.stream()
        .map(reason -> others.stream()
            .filter(other -> reason.contribution() == 0
                && other.feature().equals(reason.feature())
                && other.value() > reason.value())
            .findFirst()
            .orElse(reason))
        .toList();
  }

  private OpenIncident with(IncidentSnapshot snapshot, AttackPredicted predicted, boolean shown) {
    AttackClassified verdict = predicted.verdict();
    boolean specific = !isWeak(verdict);
    boolean renames = weak && specific;
    List<String> known = renames ? List.of() : attackers;
    return new OpenIncident(
        snapshot,
        weak && !specific,
        renames ? actor(verdict) : actorSeen || (specific && actor(verdict)),
        specific || weak ? union(known, List.of(verdict.attacker())) : attackers,
        shown ? ruleOf(verdict) : rule,
        shown ? peakOf(verdict.reasons()) : peak,
        toldSecond,
        toldLevel,
        toldVictims,
        true);
  }

  /** The same, with people told of it at {@code second}. */
  OpenIncident told(long second) {
    return new OpenIncident(
        now, weak, actorSeen, attackers, rule, peak, second, now.level(), now.victimCount(), false);
  }

  long lastSecond() {
    return now.lastSeen().getEpochSecond();
  }

  /** True when the host acted, or was acted upon, in this incident. */
  boolean involves(String host) {
    return attackers.contains(host)
        || now.attacker().equals(host)
        || now.victims().contains(host);
  }

  /** One of many who was judged itself is still one of many. */
  private static boolean many(String attacker) {
    return attacker.equals(AttackClassified.MANY);
  }

  private static boolean actor(AttackClassified verdict) {
    return verdict.host().equals(verdict.attacker());
  }

  private static double probabilityOf(AttackClassified verdict) {
    return verdict.probabilities().getOrDefault(verdict.label(), 0.0);
  }

  private static String ruleOf(AttackClassified verdict) {
    return verdict.rules().isEmpty() ? "" : verdict.rules().getFirst();
  }

  private static double peakOf(List<Reason> reasons) {
    return reasons.isEmpty() ? 0 : reasons.getFirst().value();
  }

  private static List<String> union(Collection<String> known, Collection<String> more) {
    var all = new LinkedHashSet<>(known);
    all.addAll(more);
    List<String> list = new ArrayList<>(all);
    return List.copyOf(list.subList(0, Math.min(MOST_HOSTS, list.size())));
  }

  private static List<String> sorted(Collection<String> known, Collection<String> more) {
    var all = new TreeSet<>(known);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
