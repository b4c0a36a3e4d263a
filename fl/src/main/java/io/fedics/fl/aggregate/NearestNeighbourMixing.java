package io.fedics.fl.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Another rule, given mixtures: each of n updates gives way to the mean of the n − f that are nearest to it, itself among
 * them. What honest sites say then differs less, so a rule that takes the ordinary for the true takes less of it for lies.
 * Examples do not count in a mixture; a rule that weighs by them takes those of the site that a mixture belongs to. Of equally
 * near updates the lower client id goes first.
 *
 * <p>Source: Allouah et al. 2023, arXiv:2302.01772, nearest-neighbour mixing. What it promises holds for n ≥ 2f + 1 updates.
 *
 * @param rule that combines the mixtures
 * @param malicious f, how many may lie; 0 or more
 */
public record NearestNeighbourMixing(Strategy rule, int malicious) implements Strategy {
  static final String SETTING = "nnm_malicious_clients";

  public NearestNeighbourMixing {
    StrategySettings.require(
        malicious >= 0, rule.getClass().getSimpleName(), SETTING, malicious, "0 or more");
  }

  @Override
  public int leastUpdates() {
    return Math.max(rule.leastUpdates(), Math.addExact(Math.multiplyExact(2, malicious), 1));
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(
        current, leastUpdates(), updates -> combine(current, round, updates));
  }

  private Combined combine(GlobalModel current, int round, List<Update> updates) {
    Combination combination = rule.begin(current, round);
    double[][] distances = KrumScores.squaredDistances(updates);
    List<TreeSet<Integer>> mixtures = new ArrayList<>();
    for (int client = 0; client < updates.size(); client++) {
      TreeSet<Integer> nearest = nearest(client, distances[client]);
      mixtures.add(nearest);
      Update own = updates.get(client);
      combination.add(new Update(
          own.clientId(), own.parameters().with(mean(nearest, updates)), own.examples()));
    }
    Combined combined = combination.finish();
    return new Combined(combined.model(), leftOut(updates, mixtures, combined.leftOut()));
  }

  private TreeSet<Integer> nearest(int client, double[] distances) {
    distances[client] = -1; // before others that are the same
    var nearest = new TreeSet<Integer>();
    IntStream.range(0, distances.length)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> distances[other]))
        .limit(distances.length - malicious)
        .forEach(nearest::add);
    return nearest;
  }

  private static double[] mean(TreeSet<Integer> some, List<Update> updates) {
    return Vectors.mean(
        some.stream().map(client -> updates.get(client).parameters().values()).toList());
  }

  /** Those who are in no mixture that the rule used. */
  private static List<String> leftOut(
      List<Update> updates, List<TreeSet<Integer>> mixtures, List<String> unusedMixtures) {
    Set<Integer> used = new HashSet<>();
    for (int client = 0; client < updates.size(); client++) {
      if (!unusedMixtures.contains(updates.get(client).clientId())) {
        used.addAll(mixtures.get(client));
      }
    }
    return Krum.leftOut(updates, new TreeSet<>(used));
  }

  @Override
  public String toString() {
    return StrategySettings.text(rule.toString(), SETTING, malicious);
  }
}
