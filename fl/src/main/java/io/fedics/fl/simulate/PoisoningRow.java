package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.evaluate.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What one attack does to one strategy, over seeds.
 *
 * @param partition how rows were shared out
 * @param strategy that had to bear it
 * @param malicious how many sites lied, or would have
 * @param attack what they did; empty when nobody lied
 * @param honest the strategy's runs without liars, one a seed
 * @param attacked its runs with them; those without when nobody lied
 * @param mean {@code FedAvg}'s runs with the same liars
 * @param honestMean {@code FedAvg}'s runs without
 */
public record PoisoningRow(
    String partition,
    Strategy strategy,
    int malicious,
    Optional<Attack> attack,
    List<Outcome> honest,
    List<Outcome> attacked,
    List<Outcome> mean,
    List<Outcome> honestMean) {
  /** Figures that must not suffer. */
  public static final List<String> GUARDED =
      List.of("accuracy", "auc", "unseen_accuracy", "unseen_auc");

  /** Most that an attack may cost, of each guarded figure. */
  public static final double GOAL = 0.01;

  public PoisoningRow {
    honest = List.copyOf(honest);
    attacked = List.copyOf(attacked);
    mean = List.copyOf(mean);
    honestMean = List.copyOf(honestMean);
  }

  /** Held-out figures of the attacked runs by name; one that not every seed has is missing. */
  public Map<String, Spread> figures() {
    Map<String, Spread> figures = new LinkedHashMap<>();
    for (String name : figures(attacked.getFirst()).keySet()) {
      List<Double> values = new ArrayList<>();
      for (Outcome run : attacked) {
        Double value = figures(run).get(name);
        if (value != null) {
          values.add(value);
        }
      }
      if (values.size() == attacked.size()) {
        figures.put(name, Spread.of(values));
      }
    }
    return figures;
  }

  /** What the attack cost of each guarded figure: the run without liars less the run with them, seed by seed. */
  public Map<String, Spread> loss() {
    return loss(honest, attacked);
  }

  /** The same of {@code FedAvg}. */
  public Map<String, Spread> lossOfMean() {
    return loss(honestMean, mean);
  }

  private static Map<String, Spread> loss(List<Outcome> without, List<Outcome> with) {
    Map<String, Spread> loss = new TreeMap<>();
    for (String name : GUARDED) {
      List<Double> values = new ArrayList<>();
      for (int seed = 0; seed < with.size(); seed++) {
        Double before = figures(without.get(seed)).get(name);
        if (before != null) {
          // a wrecked model has no figure
          values.add(before - figures(with.get(seed)).getOrDefault(name, 0.0));
        }
      }
      if (!values.isEmpty()) {
        loss.put(name, Spread.of(values));
      }
    }
    return loss;
  }

  private static Map<String, Double> figures(Outcome run) {
    return run.heldOut().figures();
  }

  /** The largest mean loss of a guarded figure. */
  public double worst() {
    return loss().values().stream().mapToDouble(Spread::mean).max().orElse(Double.NaN);
  }

  public boolean isKept() {
    return worst() <= GOAL;
  }

  /** Share of the lying sites of all seeds that the report names; empty when nobody lied. */
  public OptionalDouble recall() {
    double recall = SiteSuspicion.recall(sites());
    return Double.isNaN(recall) ? OptionalDouble.empty() : OptionalDouble.of(recall);
  }

  /** Share of the honest sites of all seeds that it names. */
  public double falseBlame() {
    return SiteSuspicion.falseBlame(sites());
  }

  private List<SiteSuspicion> sites() {
    return attacked.stream().flatMap(run -> run.sites().stream()).toList();
  }
}
