package io.fedics.app.evaluate;

import io.fedics.app.config.DetectorName;
import io.fedics.app.offline.Offline;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.offline.OfflineTally;
import io.fedics.app.offline.SimulationRun;
import io.fedics.app.offline.SimulationRun.Outcome;
import io.fedics.app.offline.VerdictChain;
import io.fedics.classify.domain.LabelModel;
import io.fedics.fl.evaluate.Spread;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.SeverityLevel;
import io.fedics.shared.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
public final class ScenarioBenchmark {
  private static final Duration AFTER = Duration.ofMinutes(1);

  /** The owner's next login is as far from the intruder's as the one before. */
  private static final Duration AFTER_A_JOURNEY = Duration.ofHours(1);

  /** A Tuesday, so that people work. */
  public static final Instant START = Instant.parse("2026-03-10T08:00:00Z");

  private final OfflineStages stages;
  private final List<Variant> variants;
  private final List<Case> cases;
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

  /** A way to judge: which detectors take part, and how their findings combine. */
  record Variant(String name, Set<DetectorName> detectors, LabelModel verdict) {}

  /**
   * One attack to be found.
   *
   * @param parameters fixed by name; the others are drawn by the seed
   */
  public record Case(String name, ScenarioName scenario, Map<String, String> parameters) {
    static Case of(ScenarioName scenario) {
      return new Case(scenario.wireName(), scenario, Map.of());
    }
  }

  /** Every attack of the simulator's tour. */
  public static List<Case> tour() {
    return ScenarioName.attacks().stream().map(Case::of).toList();
  }

  /** Attacks so quiet that rules of counts and sums hardly see them; fixed before any model was trained. */
  public static List<Case> quiet() {
    return List.of(
        new Case(
            "low-and-slow-scan", ScenarioName.SLOW_SCAN, Map.of("rate", "0.025", "ports", "60")),
        new Case(
            "small-exfiltration",
            ScenarioName.EXFILTRATION,
            Map.of("megabytes", "60", "part-megabytes", "2", "seconds", "1800")),
        Case.of(ScenarioName.CHANGED_POLLING));
  }

  record Model(
      String name,
      Spread found,
      Spread labelRight,
      Spread falseIncidentsPerDay,
      Spread delaySeconds) {}

  /**
   * @param found runs in which the last model found the attack with the right label
   * @param of runs
   * @param foundBy runs in which each model found the attack, whatever the label, in the order of the models
   */
  record Scenario(String name, int found, int of, List<Integer> foundBy) {}

  public record Result(List<Model> models, List<Scenario> scenarios, double seconds) {}

  /** One attack in one run. */
  private record Trial(String name, boolean found, boolean labelRight, double delaySeconds) {}

  /** One seed. */
  private record Seeded(List<Trial> trials, double falsePerDay) {}

  /**
   * @param progress told one line per run
   */
  ScenarioBenchmark(
      OfflineStages stages,
      List<Variant> variants,
      List<Case> cases,
      Setup setup,
      Consumer<String> progress) {
    this.stages = stages;
    this.variants = List.copyOf(variants);
    this.cases = List.copyOf(cases);
    this.setup = setup;
    this.progress = progress;
  }

  Result run(List<Long> seeds) {
    long began = System.nanoTime();
    List<List<Seeded>> byModel = new ArrayList<>();
    variants.forEach(_ -> byModel.add(new ArrayList<>()));
    for (long seed : seeds) {
      List<Seeded> ofSeed = run(seed);
      for (int model = 0; model < variants.size(); model++) {
        byModel.get(model).add(ofSeed.get(model));
      }
    }
    List<Model> models = new ArrayList<>();
    for (int model = 0; model < variants.size(); model++) {
      models.add(model(variants.get(model).name, byModel.get(model)));
    }
    return new Result(models, perScenario(byModel), (System.nanoTime() - began) / 1e9);
  }

  private static Model model(String name, List<Seeded> all) {
    return new Model(
        name,
        Spread.of(all.stream().map(s -> share(s, Trial::found)).toList()),
        Spread.of(all.stream().map(s -> share(s, Trial::labelRight)).toList()),
        Spread.of(all.stream().map(Seeded::falsePerDay).toList()),
        Spread.of(all.stream().flatMap(s -> delays(s).stream()).toList()));
  }

  /** By model. */
  private List<Seeded> run(long seed) {
    List<List<Trial>> trials = new ArrayList<>();
    long[] falseIncidents = new long[variants.size()];
    variants.forEach(_ -> trials.add(new ArrayList<>()));
    double days = 0;
    for (Case it : cases) {
      var attack = new ScriptedAttack(it.scenario, setup.warmUp, Optional.empty(), it.parameters);
      List<Outcome> outcomes =
          simulate(seed, Script.of(it.name, List.of(attack)), setup.warmUp.plus(setup.most));
      for (int model = 0; model < variants.size(); model++) {
        Outcome outcome = outcomes.get(model);
        for (Attack truth : outcome.attacks()) {
          trials.get(model).add(trial(it.name, truth, outcome));
        }
        falseIncidents[model] += falseOnes(outcome).size();
        report(seed, it.name, variants.get(model).name, outcome);
      }
      days += days(setup.warmUp.plus(setup.most));
    }
    if (setup.benign.isPositive()) {
      List<Outcome> outcomes = simulate(seed, Script.benign(), setup.benign);
      for (int model = 0; model < variants.size(); model++) {
        falseIncidents[model] += falseOnes(outcomes.get(model)).size();
        report(seed, "benign", variants.get(model).name, outcomes.get(model));
      }
      days += days(setup.benign);
    }
    List<Seeded> seeded = new ArrayList<>();
    for (int model = 0; model < variants.size(); model++) {
      seeded.add(new Seeded(trials.get(model), falseIncidents[model] / days));
    }
    return seeded;
  }

  /** Detects once, and judges by every model. */
  private List<Outcome> simulate(long seed, Script script, Duration length) {
    SimulationPlan plan =
        SimulationPlan.of(seed, setup.rate, START).withScript(script).withDuration(length);
    Set<DetectorName> needed = EnumSet.noneOf(DetectorName.class);
    List<VerdictChain> chains = new ArrayList<>();
    for (Variant variant : variants) {
      needed.addAll(variant.detectors);
      chains.add(new VerdictChain(stages.with(variant.detectors).verdictBy(variant.verdict)));
    }
    Outcome detected =
        SimulationRun.of(plan, Offline.detecting(stages.with(needed), 1, (topic, event) -> {
          for (int model = 0; model < chains.size(); model++) {
            boolean rules = variants.get(model).detectors.contains(DetectorName.PHYSICS);
            if (rules || topic != Topic.ATTACK_CLASSIFIED) { // written there: impossible travel
              chains.get(model).take(topic, event);
            }
          }
        }));
    return chains.stream()
        .map(chain -> new Outcome(chain.result(detected.result().flows()), detected.attacks()))
        .toList();
  }

  private static Trial trial(String name, Attack attack, Outcome outcome) {
    List<OfflineTally.Incident> about = outcome.result().incidents().stream()
        .filter(incident -> concerns(incident, attack) && names(incident.latest(), attack))
        .toList();
    Optional<Instant> raised =
        about.stream().map(OfflineTally.Incident::raisedAt).findFirst();
    boolean right = about.stream().anyMatch(i -> i.latest().label() == attack.label());
    double delay = raised
        .map(at -> Duration.between(attack.firstFlowAt(), at.plusSeconds(1)).toMillis() / 1e3)
        .orElse(Double.NaN);
    return new Trial(name, !about.isEmpty(), right, delay);
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

  private void report(long seed, String name, String model, Outcome outcome) {
    var line = new StringBuilder("seed " + seed + ' ' + name + ", " + model + ": "
        + outcome.result().flows() + " flows, " + outcome.result().incidents().size()
        + " incidents");
    for (Attack attack : outcome.attacks()) {
      Trial trial = trial(name, attack, outcome);
      line.append(trial.labelRight ? ", found" : trial.found ? ", wrong label" : ", missed");
    }
    falseOnes(outcome)
        .forEach(i -> line.append("; false ")
            .append(i.level().name().toLowerCase(Locale.ROOT))
            .append(": ")
            .append(i.summary()));
    progress.accept(line.toString());
  }

  private List<Scenario> perScenario(List<List<Seeded>> byModel) {
    List<Scenario> scenarios = new ArrayList<>();
    for (Case it : cases) {
      List<Integer> foundBy = new ArrayList<>();
      for (List<Seeded> model : byModel) {
        foundBy.add((int) trials(model, it.name).stream().filter(Trial::found).count());
      }
      List<Trial> last = trials(byModel.getLast(), it.name);
      int right = (int) last.stream().filter(Trial::labelRight).count();
      scenarios.add(new Scenario(it.name, right, last.size(), foundBy));
    }
    return scenarios;
  }

  private static List<Trial> trials(List<Seeded> model, String name) {
    return model.stream()
        .flatMap(seeded -> seeded.trials.stream())
        .filter(trial -> trial.name.equals(name))
        .toList();
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

  private static double days(Duration duration) {
    return duration.toSeconds() / (double) Duration.ofDays(1).toSeconds();
  }
}
