package io.fedics.app.train;

import io.fedics.app.config.DetectorName;
import io.fedics.app.evaluate.ScenarioBenchmark;
import io.fedics.app.evaluate.ScenarioBenchmark.Case;
import io.fedics.app.offline.Offline;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.offline.SimulationRun;
import io.fedics.app.offline.SimulationRun.Outcome;
import io.fedics.classify.domain.Evidence;
import io.fedics.classify.domain.LabelModel;
import io.fedics.classify.domain.VerdictModels;
import io.fedics.fl.evaluate.ClassReport;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.ExpectedCalibrationError;
import io.fedics.fl.model.score.SoftmaxRegression;
import io.fedics.fl.train.SoftmaxTrainer;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fits the verdict on simulated sites: every attack of the simulator, loud and quiet, behind benign work, through the same decisions as in
 * service; each host-second with a finding is a row, what was true its label. One regression a set of detectors, so that none
 * leans on a detector that is not there.
 *
 * <p>Attacks nobody has a rule for are imitated: of some rows of attack the evidence of the rules for that attack is taken
 * away, and the label is {@code other}. Not thread-safe.
 */
final class VerdictTraining {
  private static final Duration WARM_UP = Duration.ofMinutes(25);
  private static final Duration LENGTH = Duration.ofMinutes(40);
  private static final Duration BENIGN = Duration.ofHours(5);
  private static final double RATE = 6;

  /** Behind an attack its host is neither under attack nor as usual. */
  private static final Duration AFTER = Duration.ofMinutes(5);

  private static final int SITES = 4;
  private static final double L2 = 1e-3;

  /** Of so many rows of attack one is taken for an unknown attack too. */
  private static final int UNKNOWN_SHARE = 4;

  private final OfflineStages stages;
  private final long seed;
  private final Consumer<String> progress;

  /** One host-second, its numbers by set of detectors. */
  private record Row(Map<Set<String>, double[]> numbers, AttackLabel label) {}

  /** Rows of some sites. */
  private static final class Rows {
    private final List<Row> all = new ArrayList<>();
  }

  /** What was made, and how good it is on sites it was not made from. */
  public record Result(Bundle bundle, Map<String, Double> metrics) {}

  VerdictTraining(OfflineStages stages, long seed, Consumer<String> progress) {
    this.stages = stages;
    this.seed = seed;
    this.progress = progress;
  }

  /** Every set of detectors that is not empty, by their names. */
  private static List<Set<String>> subsets() {
    List<Set<String>> names = new ArrayList<>();
    for (Set<DetectorName> subset : DetectorName.subsets()) {
      names.add(subset.stream().map(DetectorName::label).collect(Collectors.toUnmodifiableSet()));
    }
    return names;
  }

  Result train() {
    Rows training = new Rows();
    for (int site = 0; site < SITES; site++) {
      collect(10_000 + 100 * seed + site, training);
    }
    Rows heldOut = new Rows();
    collect(10_000 + 100 * seed + SITES, heldOut);
    List<String> labels = labels(training);
    Map<Set<String>, Bundle> models = new HashMap<>();
    Map<String, Double> metrics = new HashMap<>();
    for (Set<String> subset : subsets()) {
      String name = VerdictModels.name(subset);
      models.put(subset, fit(subset, labels, training, heldOut, metrics));
      progress.accept(String.format(
          Locale.ROOT,
          "%s: calibration error %.4f, accuracy %.4f on held-out sites",
          name,
          metrics.get("ece " + name),
          metrics.get("accuracy " + name)));
    }
    Bundle bundle = VerdictModels.together(models)
        .text("card", card(training, heldOut, metrics))
        .whole("training_rows", training.all.size())
        .whole("held_out_rows", heldOut.all.size())
        .whole("seed", seed)
        .build();
    return new Result(bundle, metrics);
  }

  private void collect(long site, Rows into) {
    collect(site, Script.benign(), BENIGN, into);
    List<Case> cases = new ArrayList<>(ScenarioBenchmark.tour());
    cases.removeIf(it -> it.scenario() == ScenarioName.IMPOSSIBLE_TRAVEL); // judged elsewhere
    cases.addAll(ScenarioBenchmark.quiet());
    for (Case it : cases) {
      var attack = new ScriptedAttack(it.scenario(), WARM_UP, Optional.empty(), it.parameters());
      collect(site, Script.of(it.name(), List.of(attack)), LENGTH, into);
    }
  }

  private void collect(long site, Script script, Duration length, Rows into) {
    int before = into.all.size();
    List<Pending> pending = new ArrayList<>();
    SimulationPlan plan = SimulationPlan.of(site, RATE, ScenarioBenchmark.START)
        .withScript(script)
        .withDuration(length);
    Outcome outcome = SimulationRun.of(plan, new Offline(recording(pending), 1, (_, _) -> {}));
    for (Pending it : pending) {
      label(it, outcome.attacks()).ifPresent(label -> into.all.add(new Row(it.numbers, label)));
    }
    progress.accept("site %d %s: %d rows".formatted(site, script.name(), into.all.size() - before));
  }

  /** A row whose label is not known yet. */
  private record Pending(
      String site, long second, String host, Map<Set<String>, double[]> numbers) {}

  private OfflineStages recording(List<Pending> pending) {
    LabelModel rules = stages.verdict();
    return stages.with(EnumSet.allOf(DetectorName.class)).verdictBy((evidence, detectors) -> {
      AnomalyDetected any = evidence.findings().getFirst();
      Map<Set<String>, double[]> numbers = new HashMap<>();
      for (Set<String> subset : subsets()) {
        if (evidence.findings().stream().anyMatch(it -> subset.contains(it.detector()))) {
          numbers.put(subset, evidence.numbers(subset));
        }
      }
      pending.add(new Pending(any.site(), any.second(), any.host(), numbers));
      return rules.judge(evidence, detectors);
    });
  }

  /** Empty when nobody can say. */
  private static Optional<AttackLabel> label(Pending row, List<Attack> attacks) {
    Instant at = Instant.ofEpochSecond(row.second);
    for (Attack attack : attacks) {
      boolean takesPart = row.site.equals(attack.site())
          && (row.host.equals(attack.attacker()) || attack.victims().contains(row.host));
      boolean now =
          !at.plusSeconds(1).isBefore(attack.firstFlowAt()) && !at.isAfter(attack.lastFlowAt());
      boolean soonAfter =
          at.isAfter(attack.lastFlowAt()) && at.isBefore(attack.lastFlowAt().plus(AFTER));
      if (takesPart && now) {
        return Optional.of(attack.label());
      }
      if ((takesPart && soonAfter) || (attack.attacker() == null && now)) {
        return Optional.empty(); // sources of a flood from everywhere are nobody's
      }
    }
    return Optional.of(AttackLabel.BENIGN);
  }

  private static List<String> labels(Rows training) {
    Set<AttackLabel> seen = EnumSet.of(AttackLabel.BENIGN, AttackLabel.OTHER);
    training.all.forEach(row -> seen.add(row.label));
    return seen.stream().map(AttackLabel::wireName).toList();
  }

  private static Bundle fit(
      Set<String> subset,
      List<String> labels,
      Rows training,
      Rows heldOut,
      Map<String, Double> metrics) {
    List<Row> trained = of(subset, training);
    double[][] rows = numbers(subset, trained);
    int[] classes = classes(labels, trained);
    Bundle plain = SoftmaxTrainer.train(
        rows, classes, Evidence.NAMES, labels, AttackLabel.BENIGN.wireName(), L2);
    List<Row> held = of(subset, heldOut);
    double[][] heldRows = numbers(subset, held);
    int[] heldClasses = classes(labels, held);
    // one half of the held-out rows sets the temperature, the other says how good it is
    Bundle calibrated =
        SoftmaxTrainer.withTemperature(plain, every(heldRows, 0), every(heldClasses, 0));
    double[][] judged = every(heldRows, 1);
    int[] truth = every(heldClasses, 1);
    var model = SoftmaxRegression.from(calibrated);
    double[][] probabilities =
        Arrays.stream(judged).map(model::probabilities).toArray(double[][]::new);
    String name = VerdictModels.name(subset);
    metrics.put("ece " + name, ExpectedCalibrationError.ofTopLabel(probabilities, truth));
    int[] said =
        Arrays.stream(probabilities).mapToInt(VerdictTraining::likeliest).toArray();
    metrics.put("accuracy " + name, ClassReport.of(said, truth, labels, 0, 0).accuracy());
    return calibrated;
  }

  private static int likeliest(double[] probabilities) {
    int best = 0;
    for (int label = 1; label < probabilities.length; label++) {
      best = probabilities[label] > probabilities[best] ? label : best;
    }
    return best;
  }

  /** Rows in which the set found anything, and unknown attacks made of them. */
  private static List<Row> of(Set<String> subset, Rows rows) {
    List<Row> found = new ArrayList<>();
    int attacks = 0;
    for (Row row : rows.all) {
      double[] numbers = row.numbers.get(subset);
      if (numbers == null) {
        continue;
      }
      found.add(row);
      if (row.label != AttackLabel.BENIGN && attacks++ % UNKNOWN_SHARE == 0) {
        unknown(subset, row, numbers).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Row> unknown(Set<String> subset, Row row, double[] numbers) {
    double[] without = numbers.clone();
    without[Evidence.NAMES.indexOf("rule-" + row.label.wireName())] = 0;
    without[Evidence.NAMES.indexOf("rule-second")] = 0;
    boolean anything = false;
    for (int i = 0; i < without.length; i++) {
      String name = Evidence.NAMES.get(i);
      anything |= without[i] > 2
          && (name.startsWith("rule-") || name.endsWith("-now") || name.endsWith("-lately"));
    }
    return subset.contains("physics") && anything
        ? Optional.of(new Row(Map.of(subset, without), AttackLabel.OTHER))
        : Optional.empty();
  }

  private static double[][] numbers(Set<String> subset, List<Row> rows) {
    return rows.stream().map(row -> row.numbers.get(subset)).toArray(double[][]::new);
  }

  private static int[] classes(List<String> labels, List<Row> rows) {
    return rows.stream().mapToInt(row -> labels.indexOf(row.label.wireName())).toArray();
  }

  private static double[][] every(double[][] rows, int second) {
    return java.util.stream.IntStream.range(0, rows.length)
        .filter(i -> i % 2 == second)
        .mapToObj(i -> rows[i])
        .toArray(double[][]::new);
  }

  private static int[] every(int[] classes, int second) {
    return java.util.stream.IntStream.range(0, classes.length)
        .filter(i -> i % 2 == second)
        .map(i -> classes[i])
        .toArray();
  }

  private String card(Rows training, Rows heldOut, Map<String, Double> metrics) {
    var card = new StringBuilder(
        """
        # Verdict
        Multinomial logistic regression over %d numbers of evidence, one for each set of detectors; probabilities sum to 1,
        attributions are exact.

        - Learned from: %d host-seconds with a finding of %d simulated sites under every attack of the simulator, seed %d.
        - Calibrated by a temperature, and measured, on %d host-seconds of another site.
        - Not meant for: attacks on accounts, whose verdict is made where accounts are seen.

        | detectors | calibration error | accuracy |
        |---|---|---|
        """.formatted(Evidence.NAMES.size(), training.all.size(), SITES, seed, heldOut.all.size()));
    subsets().stream()
        .map(VerdictModels::name)
        .sorted(Comparator.naturalOrder())
        .forEach(name -> card.append(String.format(
            Locale.ROOT,
            "| %s | %.4f | %.4f |%n",
            name,
            metrics.get("ece " + name),
            metrics.get("accuracy " + name))));
    return card.toString();
  }
}
