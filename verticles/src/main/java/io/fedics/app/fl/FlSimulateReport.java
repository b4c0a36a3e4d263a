package io.fedics.app.fl;

import io.fedics.app.cli.Count;
import io.fedics.app.cli.JsonFigure;
import io.fedics.app.privacy.SpentFields;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.simulate.Judgement;
import io.fedics.fl.simulate.Outcome;
import io.fedics.fl.simulate.RoundOutcome;
import io.fedics.fl.simulate.RowJudgement;
import io.fedics.fl.simulate.SimulationSettings;
import io.fedics.fl.simulate.SiteSuspicion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Simulated federations as a table for people, and as the JSON of the contract. Figures of several seeds are means. */
final class FlSimulateReport {
  private static final String SITE_ROW = "%-10s %4s %s %s";

  private FlSimulateReport() {}

  static JsonObject json(SimulationSettings settings, String partition, List<Outcome> outcomes) {
    var runs = new JsonArray();
    outcomes.forEach(outcome -> runs.add(run(outcome)));
    var suspects = new JsonArray();
    for (Outcome outcome : outcomes) {
      outcome.sites().stream()
          .filter(SiteSuspicion::isSuspect)
          .forEach(site -> suspects.add(json(site).put("seed", outcome.seed())));
    }
    var report = new JsonObject()
        .put("rounds", rounds(outcomes))
        .put("held_out", figures(mean(heldOut(outcomes))))
        .put(
            "central",
            outcomes.getFirst().central().isEmpty() ? null : figures(mean(central(outcomes))))
        .put("suspects", suspects)
        .put("suspects_recall", JsonFigure.of(recall(outcomes)))
        .put("suspects_false_blame", JsonFigure.of(falseBlame(outcomes)));
    return SpentFields.put(report, largest(outcomes))
        .put("stopped", stopped(outcomes).orElse(null))
        .put("strategy", settings.strategy().toString())
        .put("partition", partition)
        .put("scaling", isOfRows(outcomes) ? settings.scaling().word() : null)
        .put("calibrated_cut", isOfRows(outcomes) ? settings.calibratesCut() : null)
        .put("runs", runs);
  }

  private static JsonObject run(Outcome outcome) {
    var sites = new JsonArray();
    outcome.sites().forEach(site -> sites.add(json(site)));
    var run = new JsonObject()
        .put("seed", outcome.seed())
        .put("rounds", rounds(List.of(outcome)))
        .put("held_out", figures(outcome.heldOut().figures()))
        .put(
            "central",
            outcome.central().map(judgement -> figures(judgement.figures())).orElse(null))
        .put("sites", sites);
    return SpentFields.put(run, outcome.spent())
        .put("noise_multiplier", number(outcome.noiseMultiplier()))
        .put("stopped", outcome.stopped().orElse(null));
  }

  /** A round that not every seed came to is the mean of those that did. */
  private static JsonArray rounds(List<Outcome> outcomes) {
    var rounds = new JsonArray();
    int last = outcomes.stream().mapToInt(one -> one.rounds().size()).max().orElse(0);
    for (int round = 1; round <= last; round++) {
      int at = round - 1;
      List<RoundOutcome> same = outcomes.stream()
          .filter(outcome -> outcome.rounds().size() > at)
          .map(outcome -> outcome.rounds().get(at))
          .toList();
      var figures = new JsonObject()
          .put("round", round)
          .put(
              "metrics", figures(mean(same.stream().map(RoundOutcome::judgement).toList())))
          .put(
              "refused",
              new JsonArray(same.stream()
                  .flatMap(one -> one.refused().stream())
                  .distinct()
                  .toList()))
          .put(
              "left_out",
              new JsonArray(same.stream()
                  .flatMap(one -> one.leftOut().stream())
                  .distinct()
                  .toList()));
      rounds.add(SpentFields.put(figures, same.getFirst().spent()));
    }
    return rounds;
  }

  private static JsonObject json(SiteSuspicion site) {
    var json = new JsonObject()
        .put("site", site.site())
        .put("malicious", site.isMalicious())
        .put("suspect", site.isSuspect());
    return SuspicionFields.put(json, site.score(), site.suspicion()).put("refused", site.refused());
  }

  private static List<Judgement> heldOut(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::heldOut).toList();
  }

  private static List<Judgement> central(List<Outcome> outcomes) {
    return outcomes.stream().flatMap(outcome -> outcome.central().stream()).toList();
  }

  /** Of figures that all have. */
  private static Map<String, Double> mean(List<Judgement> judgements) {
    Map<String, Double> mean = new LinkedHashMap<>();
    for (String name : judgements.getFirst().figures().keySet()) {
      List<Double> values = new ArrayList<>();
      for (Judgement judgement : judgements) {
        Double value = judgement.figures().get(name);
        if (value != null) {
          values.add(value);
        }
      }
      if (values.size() == judgements.size()) {
        mean.put(name, values.stream().mapToDouble(v -> v).sum() / values.size());
      }
    }
    return mean;
  }

  private static JsonObject figures(Map<String, Double> figures) {
    var json = new JsonObject();
    figures.forEach(json::put);
    return json;
  }

  private static double recall(List<Outcome> outcomes) {
    return SiteSuspicion.recall(
        outcomes.stream().flatMap(outcome -> outcome.sites().stream()).toList());
  }

  private static double falseBlame(List<Outcome> outcomes) {
    return SiteSuspicion.falseBlame(
        outcomes.stream().flatMap(outcome -> outcome.sites().stream()).toList());
  }

  private static Optional<Spent> largest(List<Outcome> outcomes) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.spent().stream())
        .max(Comparator.comparingDouble(Spent::epsilon));
  }

  /** Of the first run that ended early. */
  private static Optional<String> stopped(List<Outcome> outcomes) {
    return outcomes.stream().flatMap(outcome -> outcome.stopped().stream()).findFirst();
  }

  /** Whether there was anything to scale, and a cut. */
  private static boolean isOfRows(List<Outcome> outcomes) {
    return outcomes.getFirst().heldOut() instanceof RowJudgement;
  }

  private static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? JsonFigure.of(value.getAsDouble()) : null;
  }

  static void print(
      SimulationSettings settings, String partition, List<Outcome> outcomes, PrintWriter out) {
    out.printf(
        "%s, %s, %s, %s%s%s%n",
        settings.strategy(),
        Count.of(settings.clients(), "site"),
        partition,
        Count.of(outcomes.size(), "seed"),
        settings.scaling() == Scaling.SUMS ? ", numbers scaled by the sites' sums" : "",
        settings.calibratesCut() ? ", cut by their counts" : "");
    Map<String, Double> federated = mean(heldOut(outcomes));
    Map<String, Double> central = central(outcomes).isEmpty() ? Map.of() : mean(central(outcomes));
    out.printf("%-15s %10s %10s %10s%n", "held out", "federated", "central", "difference");
    federated.forEach((name, value) -> {
      Double beside = central.get(name);
      out.printf(
          "%-15s %10s %10s %10s%n",
          name,
          FigureText.of("%.4f", value),
          FigureText.of("%.4f", beside),
          FigureText.of("%+.4f", beside == null ? null : value - beside));
    });
    printSites(outcomes, out);
    largest(outcomes).ifPresent(out::println);
    for (Outcome outcome : outcomes) {
      outcome
          .stopped()
          .ifPresent(why -> out.printf(
              "seed %d stopped%s: %s%n",
              outcome.seed(),
              outcome.isUntrained()
                  ? " before a round was done, its figures are of weights that learned nothing"
                  : "",
              why));
    }
  }

  /** Of several runs only those that lie or are suspects. */
  private static void printSites(List<Outcome> outcomes, PrintWriter out) {
    List<String> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (SiteSuspicion site : outcome.sites()) {
        if (site.isSuspect() || site.isMalicious() || outcomes.size() == 1) {
          rows.add(row(outcome.seed(), site));
        }
      }
    }
    if (rows.isEmpty()) {
      out.println("suspects: none");
      return;
    }
    out.println(SITE_ROW.formatted("site", "seed", SuspicionFields.HEADS, ""));
    rows.forEach(out::println);
    Double found = JsonFigure.of(recall(outcomes));
    if (found != null) {
      out.printf(
          "suspects: %s of the lying sites, %s of the honest ones%n",
          FigureText.of("%.2f", found), FigureText.of("%.2f", JsonFigure.of(falseBlame(outcomes))));
    }
  }

  private static String row(long seed, SiteSuspicion site) {
    return SITE_ROW.formatted(
        site.site(),
        Long.toString(seed),
        SuspicionFields.columns(site.score(), site.suspicion()),
        words(site));
  }

  private static String words(SiteSuspicion site) {
    return (site.isSuspect() ? "suspect" : "") + (site.isMalicious() ? " lies" : "");
  }
}
