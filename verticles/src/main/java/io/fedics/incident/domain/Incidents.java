package io.fedics.incident.domain;

import io.fedics.incident.IncidentConfig;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One incident per event: a verdict opens one or joins one, see {@link Matching}. People are told at once when an
 * incident opens, its level rises, it gets its name or its victims multiply; else at most every {@code
 * incident.update-every} of event time.
 *
 * <p>Verdicts come in the fixed order of predict. A due update is written before anything behind its second, so its
 * contents do not depend on how progress jumps. Not thread-safe.
 */
public final class Incidents implements Decision {
  private final IncidentConfig config;
  private final DerivedSource self;
  private final OpenIncidents open = new OpenIncidents();
  private final KeyedState<SiteAssets> assets = new KeyedState<>("assets", SiteAssets.class);
  private final KeyedState<Written> written = new KeyedState<>("written", Written.class);

  /** Newest second anything was written for, and how much. */
  record Written(long second, int position) {}

  /**
   * @param partition of {@code attack_predicted}
   */
  public Incidents(IncidentConfig config, int partition) {
    this.config = config;
    this.self = new DerivedSource("incident", partition);
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case AttackPredicted predicted -> onPredicted(predicted, out);
      case SiteEdges edges -> {
        assets.at(edges.site(), SiteAssets::new).add(edges.served());
        yield true;
      }
      case Progress progress -> {
        passed(progress.site(), progress.completeThrough(), out);
        yield true;
      }
      default -> false;
    };
  }

  private boolean onPredicted(AttackPredicted predicted, Outputs out) {
    AttackClassified verdict = predicted.verdict();
    if (!travels(verdict.label())) {
      passed(verdict.site(), verdict.second() - 1, out);
    }
    if (verdict.label() == AttackLabel.BENIGN) {
      return true;
    }
    long oldest = verdict.second() - reach(verdict);
    List<OpenIncident> candidates = open.of(verdict.site()).stream()
        .filter(incident -> incident.lastSecond() >= oldest)
        .toList();
    Optional<OpenIncident> match = Matching.find(candidates, verdict);
    if (match.isPresent()) {
      join(match.get(), predicted, out);
    } else if (verdict.anomaly()) {
      raise(predicted, out);
    }
    return true;
  }

  /**
   * How long an incident may have been quiet and still get this verdict, seconds: the gap, or the horizon the verdict's
   * evidence was counted over, {@code distinct-ports-1h}, because that evidence may be the incident's own. A journey is
   * judged against every sighting of the last hours.
   */
  private long reach(AttackClassified verdict) {
    if (travels(verdict.label())) {
      return Math.max(config.quietGap().toSeconds(), Horizon.LONGEST);
    }
    return Math.max(config.quietGap().toSeconds(), Horizon.of(verdict.reasons()));
  }

  private void raise(AttackPredicted predicted, Outputs out) {
    AttackClassified verdict = predicted.verdict();
    OpenIncident fresh = OpenIncident.of(predicted);
    makeRoom(verdict.site(), verdict.second(), out);
    open.put(fresh);
    UUID id = fresh.now().id();
    tell(
        id,
        new AlertRaised(
            EventId.of(id, "raised"),
            verdict.site(),
            verdict.observedAt(),
            sourceOf(predicted),
            seqOf(predicted),
            summed(fresh)),
        out);
  }

  private void join(OpenIncident before, AttackPredicted predicted, Outputs out) {
    OpenIncident after = before.plus(predicted);
    open.put(after);
    IncidentSnapshot now = after.now();
    boolean rose = now.level().compareTo(after.toldLevel()) > 0;
    boolean renamed = now.label() != before.now().label();
    boolean spread = now.victimCount() > 1
        && now.victimCount() >= config.victimGrowth() * Math.max(1, after.toldVictims());
    long second = predicted.verdict().second();
    boolean rested = second - after.toldSecond() >= config.updateEvery().toSeconds();
    if (rose || renamed || spread || rested || travels(now.label())) {
      update(after, second, sourceOf(predicted), seqOf(predicted), out);
    }
  }

  /** Writes due updates of everything through {@code second}, oldest first, and forgets what has been quiet too long. */
  private void passed(String site, long second, Outputs out) {
    long every = config.updateEvery().toSeconds();
    List<OpenIncident> due = new ArrayList<>();
    for (OpenIncident incident : open.of(site)) {
      if (incident.untold() && incident.toldSecond() + every <= second) {
        due.add(incident);
      }
    }
    due.sort(Comparator.comparingLong(OpenIncident::toldSecond)
        .thenComparing(incident -> incident.now().id()));
    for (OpenIncident incident : due) {
      tellAt(incident, incident.toldSecond() + every, out);
    }
    long oldest = second - Math.max(config.quietGap().toSeconds(), Horizon.LONGEST);
    open.removeIf(
        site,
        incident -> incident.lastSecond() < oldest && !travels(incident.now().label()));
  }

  /** The quietest goes first; what it has not told yet is told. */
  private void makeRoom(String site, long second, Outputs out) {
    if (open.of(site).size() < config.mostOpen()) {
      return;
    }
    OpenIncident quietest = open.of(site).stream()
        .min(Comparator.comparingLong(OpenIncident::lastSecond)
            .thenComparing(incident -> incident.now().id()))
        .orElseThrow();
    if (quietest.untold()) {
      tellAt(quietest, second, out);
    }
    open.removeIf(site, incident -> incident.now().id().equals(quietest.now().id()));
  }

  private void tellAt(OpenIncident incident, long second, Outputs out) {
    String site = incident.now().site();
    update(incident, second, self.of(site), nextSeq(site, second), out);
  }

  private void update(OpenIncident incident, long second, String source, long seq, Outputs out) {
    UUID id = incident.now().id();
    open.put(incident.told(second));
    tell(
        id,
        new AlertUpdated(
            EventId.of(id, "updated", incident.now().verdicts()),
            incident.now().site(),
            Instant.ofEpochSecond(second),
            source,
            seq,
            summed(incident)),
        out);
  }

  private static void tell(UUID id, Event alert, Outputs out) {
    out.toHost(Topic.ALERTS, id.toString(), alert);
  }

  private IncidentSnapshot summed(OpenIncident incident) {
    IncidentSnapshot now = incident.now();
    SiteAssets known = assets.get(now.site());
    return new IncidentSnapshot(
        now.id(),
        now.site(),
        now.label(),
        now.probability(),
        now.severity(),
        now.level(),
        now.escalated(),
        now.attacker(),
        now.victims(),
        now.victimCount(),
        now.rules(),
        now.techniques(),
        now.detectors(),
        now.port(),
        now.protocol(),
        now.firstSeen(),
        now.lastSeen(),
        now.verdicts(),
        Summary.of(incident, host -> known == null ? "" : known.roleOf(host).word()),
        now.reasons(),
        now.nextHops(),
        now.firstVerdictId());
  }

  private static boolean travels(AttackLabel label) {
    return label == AttackLabel.IMPOSSIBLE_TRAVEL;
  }

  /** Impossible travel is judged outside the order of seconds, so it has a source, and an order, of its own. */
  private String sourceOf(AttackPredicted predicted) {
    String own = self.of(predicted.site());
    return travels(predicted.verdict().label()) ? own + '/' + predicted.source() : own;
  }

  private long seqOf(AttackPredicted predicted) {
    return travels(predicted.verdict().label())
        ? predicted.seq()
        : nextSeq(predicted.site(), predicted.second());
  }

  private long nextSeq(String site, long second) {
    Written last = written.get(site);
    int position = last != null && last.second == second ? last.position + 1 : 1;
    written.put(site, new Written(second, position));
    return DerivedSource.seq(second, position);
  }

  /** Predict is through with the site when it says so. What an incident has not told yet it tells now. */
  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    for (OpenIncident incident : List.copyOf(open.of(site))) {
      if (incident.untold()) {
        tellAt(incident, lastSecond, out);
      }
    }
    open.removeIf(site, _ -> true);
    assets.remove(site);
    written.remove(site);
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(open.state(), assets, written);
  }
}
