package io.fedics.app;

import io.fedics.app.SimulationRun.Outcome;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.SeverityLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * {@code evaluate --benchmark scenarios}: every attack of the simulator behind benign traffic, and benign hours alone, for
 * each seed, through the same decisions as in service and with the same settings everywhere.
 *
 * <p>An attack is <em>found</em> when an incident of its site, between its first flow and a minute (impossible travel:
 * an hour) after its last, names its attacker or, where the sources are many, its victim; it has the <em>right
 * label</em> when such an incident carries it. The <em>delay</em> runs from its first flow to the end of the second whose
 * verdict raised the incident. A <em>false</em> incident is of level medium or above and about nobody who takes part in
 * an attack just then.
 */
final class ScenarioBenchmark {
  private static final Duration AFTER = Duration.ofMinutes(1);

  /** The owner's next login is as far from the intruder's as the one before. */
  private static final Duration AFTER_A_JOURNEY = Duration.ofHours(1);

  /** A Tuesday, so that people work. */
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");

  private final OfflineStages stages;
  private final Setup setup;
  private final Consumer<String> progress;

  /**
   * @param rate benign flows a second
   * @param warmUp benign traffic before the attack
   * @param most longest time simulated behind the warm-up
   * @param benign how long benign traffic alone is watched, per seed
   */
  record Setup(double rate, Duration warmUp, Duration most, Duration benign) {
    static final Setup DEFAULT =
        new Setup(20, Duration.ofMinutes(30), Duration.ofMinutes(60), Duration.ofHours(24));
  }

  /** Mean and standard deviation over seeds. */
  record Spread(double mean, double sd) {}

  record Model(
      String name,
      Spread found,
      Spread labelRight,
      Spread falseIncidentsPerDay,
      Spread delaySeconds) {}

  /**
   * @param found runs in which the attack was found with the right label
   * @param of runs
   */
  record Scenario(String name, int found, int of) {}

  record Result(List<Model> models, List<Scenario> scenarios, double seconds) {}

  /** One attack in one run. */
  private record Trial(
      ScenarioName scenario, boolean found, boolean labelRight, double delaySeconds) {}

  /** One seed. */
  private record Seeded(List<Trial> trials, double falsePerDay) {}

  /**
   * @param progress told one line per run
   */
  ScenarioBenchmark(OfflineStages stages, Setup setup, Consumer<String> progress) {
    this.stages = stages;
    this.setup = setup;
    this.progress = progress;
  }

  Result run(List<Long> seeds) {
    long began = System.nanoTime();
    List<Seeded> all = new ArrayList<>();
    for (long seed : seeds) {
      all.add(run(seed));
    }
    var model = new Model(
        "physics",
        spread(all.stream().map(s -> share(s, Trial::found)).toList()),
        spread(all.stream().map(s -> share(s, Trial::labelRight)).toList()),
        spread(all.stream().map(Seeded::falsePerDay).toList()),
        spread(all.stream().flatMap(s -> delays(s).stream()).toList()));
    return new Result(List.of(model), perScenario(all), (System.nanoTime() - began) / 1e9);
  }

  private Seeded run(long seed) {
    List<Trial> trials = new ArrayList<>();
    long falseIncidents = 0;
    double days = 0;
    for (ScenarioName scenario : ScenarioName.attacks()) {
      Outcome outcome = attack(seed, scenario);
      List<IncidentSnapshot> wrong = falseOnes(outcome);
      outcome.attacks().forEach(attack -> trials.add(trial(attack, outcome)));
      falseIncidents += wrong.size();
      days += days(setup.warmUp.plus(setup.most));
      report(seed, scenario.wireName(), outcome, wrong);
    }
    if (setup.benign.isPositive()) {
      Outcome outcome = simulate(seed, Script.benign(), setup.benign);
      List<IncidentSnapshot> wrong = falseOnes(outcome);
      falseIncidents += wrong.size();
      days += days(setup.benign);
      report(seed, "benign", outcome, wrong);
    }
    return new Seeded(trials, falseIncidents / days);
  }

  private Outcome attack(long seed, ScenarioName scenario) {
    Script script =
        Script.of(scenario.wireName(), List.of(ScriptedAttack.of(scenario, setup.warmUp)));
    return simulate(seed, script, setup.warmUp.plus(setup.most));
  }

  private Outcome simulate(long seed, Script script, Duration length) {
    SimulationPlan plan =
        SimulationPlan.of(seed, setup.rate, START).withScript(script).withDuration(length);
    return SimulationRun.of(plan, new Offline(stages, 1, (_, _) -> {}));
  }

  private static Trial trial(Attack attack, Outcome outcome) {
    List<OfflineTally.Incident> about = outcome.result().incidents().stream()
        .filter(incident -> concerns(incident, attack) && names(incident.latest(), attack))
        .toList();
    Optional<Instant> raised =
        about.stream().map(OfflineTally.Incident::raisedAt).findFirst();
    boolean right = about.stream().anyMatch(i -> i.latest().label() == attack.label());
    double delay = raised
        .map(at -> Duration.between(attack.firstFlowAt(), at.plusSeconds(1)).toMillis() / 1e3)
        .orElse(Double.NaN);
    return new Trial(attack.scenario(), !about.isEmpty(), right, delay);
  }

  private static boolean concerns(OfflineTally.Incident incident, Attack attack) {
    boolean journey = attack.label() == AttackLabel.IMPOSSIBLE_TRAVEL; // seen from either end
    Duration after = journey ? AFTER_A_JOURNEY : AFTER;
    return (journey || incident.latest().site().equals(attack.site()))
        && !incident.latest().lastSeen().isBefore(attack.firstFlowAt().minusSeconds(1))
        && !incident.raisedAt().isAfter(attack.lastFlowAt().plus(after));
  }

  private static boolean names(IncidentSnapshot incident, Attack attack) {
    String attacker = attack.attacker();
    if (attacker != null && incident.attacker().equals(attacker)) {
      return true;
    }
    return attacker == null && !Collections.disjoint(incident.victims(), attack.victims());
  }

  private static List<IncidentSnapshot> falseOnes(Outcome outcome) {
    return outcome.result().incidents().stream()
        .filter(i -> i.latest().level().compareTo(SeverityLevel.MEDIUM) >= 0)
        .filter(i -> outcome.attacks().stream().noneMatch(a -> concerns(i, a) && takesPart(i, a)))
        .map(OfflineTally.Incident::latest)
        .toList();
  }

  private static boolean takesPart(OfflineTally.Incident incident, Attack attack) {
    IncidentSnapshot latest = incident.latest();
    return names(latest, attack)
        || latest.victims().contains(String.valueOf(attack.attacker()))
        || attack.victims().contains(latest.attacker())
        || (latest.label() == attack.label()
            && !Collections.disjoint(latest.victims(), attack.victims()));
  }

  private void report(long seed, String name, Outcome outcome, List<IncidentSnapshot> wrong) {
    var line = new StringBuilder("seed " + seed + ' ' + name + ": "
        + outcome.result().flows() + " flows, " + outcome.result().incidents().size()
        + " incidents");
    for (Attack attack : outcome.attacks()) {
      Trial trial = trial(attack, outcome);
      line.append(trial.labelRight ? ", found" : trial.found ? ", wrong label" : ", missed");
    }
    wrong.forEach(i -> line.append("; false ")
        .append(i.level().name().toLowerCase(Locale.ROOT))
        .append(": ")
        .append(i.summary()));
    progress.accept(line.toString());
  }

  private static List<Scenario> perScenario(List<Seeded> all) {
    List<Scenario> scenarios = new ArrayList<>();
    for (ScenarioName name : ScenarioName.attacks()) {
      List<Trial> trials = all.stream()
          .flatMap(seeded -> seeded.trials.stream())
          .filter(trial -> trial.scenario == name)
          .toList();
      int found = (int) trials.stream().filter(Trial::labelRight).count();
      scenarios.add(new Scenario(name.wireName(), found, trials.size()));
    }
    return scenarios;
  }

  private static double share(Seeded seeded, Predicate<Trial> good) {
    return (double) seeded.trials.stream().filter(good).count() / Math.max(1, seeded.trials.size());
  }

  private static List<Double> delays(Seeded seeded) {
    return seeded.trials.stream()
        .map(Trial::delaySeconds)
        .filter(delay -> !delay.isNaN())
        .toList();
  }

  private static Spread spread(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
  }

  private static double days(Duration duration) {
    return duration.toSeconds() / (double) Duration.ofDays(1).toSeconds();
  }
}
