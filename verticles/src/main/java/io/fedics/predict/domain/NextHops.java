package io.fedics.predict.domain;

import io.fedics.predict.PredictConfig;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.NextHop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an attack may go next. A documented baseline: it moves on within the horizon with a probability that depends on
 * the label ({@link #moves}); if it does, it goes along edges that are used anyway, from the attacker and from its
 * victims, with a chance proportional to the edge's weight, doubled for controllers. Hosts already involved are left out.
 */
final class NextHops {
  private static final int MOST = 5;

  private final Prefixes own;
  private final long horizonSeconds;

  NextHops(PredictConfig config) {
    this.own = Prefixes.of(config.ownPrefixes());
    this.horizonSeconds = config.horizon().toSeconds();
  }

  /** Likeliest first, then by address; at most {@value #MOST}, with probabilities summing to at most 1. */
  List<NextHop> of(AttackClassified verdict, HostGraph graph) {
    double moves =
        moves(verdict.label()) * verdict.probabilities().getOrDefault(verdict.label(), 0.0);
    Map<String, Double> weights = weights(verdict, graph);
    double sum = 0;
    for (double weight : weights.values()) {
      sum += weight;
    }
    double all = sum;
    List<NextHop> hops = new ArrayList<>();
    weights.forEach(
        (host, weight) -> hops.add(new NextHop(host, moves * weight / all, horizonSeconds)));
    hops.sort(
        Comparator.comparingDouble(NextHop::probability).reversed().thenComparing(NextHop::host));
    return hops.subList(0, Math.min(MOST, hops.size()));
  }

  private Map<String, Double> weights(AttackClassified verdict, HostGraph graph) {
    Set<String> involved =
        new TreeSet<>(verdict.victims()); // sorted: sums are taken in a fixed order
    involved.add(verdict.attacker());
    involved.add(verdict.host());
    Map<String, Double> weights = new TreeMap<>();
    for (String start : involved) {
      graph.neighboursOf(start).forEach((host, weight) -> {
        if (!involved.contains(host) && own.contains(host)) {
          double factor = graph.roleOf(host) == AssetRole.CONTROLLER ? 2 : 1;
          weights.merge(host, weight * factor, Double::sum);
        }
      });
    }
    return weights;
  }

  /** Chance that an attack goes on to another host within the horizon; choices, not measurements. */
  private static double moves(AttackLabel label) {
    return switch (label) {
      case BENIGN -> 0;
      case OTHER, DOS, IMPOSSIBLE_TRAVEL -> 0.1;
      case EXFILTRATION -> 0.2;
      case PROBE, COMMAND_AND_CONTROL -> 0.4;
      case BRUTE_FORCE, UNAUTHORISED_COMMAND -> 0.5;
      case LATERAL_MOVEMENT -> 0.7;
    };
  }
}
