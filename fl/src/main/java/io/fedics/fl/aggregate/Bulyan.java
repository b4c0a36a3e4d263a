package io.fedics.fl.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Krum picks n − 2f models one at a time, scoring those left anew each time; then, coordinate by coordinate, the mean of
 * the n − 4f values nearest to their median. Examples do not count. Ties go to the lower client id.
 *
 * <p>Source: El Mhamdi, Guerraoui, Rouault 2018, arXiv:1802.07927. What it promises holds for n ≥ 4f + 3 updates.
 *
 * @param numMaliciousClients f, how many may lie; 0 or more
 * @param toKeep what the picking rule is told: 0 or 1, because it picks one at a time
 * @param unsafe whether fewer than 4f + 3 updates are combined all the same; never fewer than 4f + 1
 */
public record Bulyan(int numMaliciousClients, int toKeep, boolean unsafe) implements Strategy {
  public Bulyan {
    StrategySettings.require(
        numMaliciousClients >= 0,
        "Bulyan",
        "num_malicious_clients",
        numMaliciousClients,
        "0 or more");
    StrategySettings.require(toKeep == 0 || toKeep == 1, "Bulyan", "to_keep", toKeep, "0 or 1");
  }

  @Override
  public int leastUpdates() {
    return Math.addExact(Math.multiplyExact(4, numMaliciousClients), unsafe ? 1 : 3);
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(current, leastUpdates(), updates -> combine(current, updates));
  }

  private Combined combine(GlobalModel current, List<Update> updates) {
    List<Integer> picked = picked(updates);
    int kept = picked.size() - 2 * numMaliciousClients;
    double[] next = new double[current.parameters().size()];
    double[] values = new double[picked.size()];
    for (int i = 0; i < next.length; i++) {
      for (int k = 0; k < values.length; k++) {
        values[k] = updates.get(picked.get(k)).parameters().values()[i];
      }
      next[i] = meanOfNearest(values, kept);
    }
    return new Combined(current.next(next, Map.of()), Krum.leftOut(updates, new TreeSet<>(picked)));
  }

  private List<Integer> picked(List<Update> updates) {
    var scores = new KrumScores(updates, numMaliciousClients);
    SortedSet<Integer> left =
        new TreeSet<>(IntStream.range(0, updates.size()).boxed().toList());
    List<Integer> picked = new ArrayList<>();
    while (picked.size() < updates.size() - 2 * numMaliciousClients) {
      Integer best = scores.ranked(left).getFirst();
      picked.add(best);
      left.remove(best);
    }
    return picked;
  }

  private static double meanOfNearest(double[] values, int kept) {
    Arrays.sort(values);
    double median = Coordinates.median(values);
    int from = 0;
    int to = values.length;
    while (to - from > kept) {
      if (median - values[from] > values[to - 1] - median) {
        from++;
      } else {
        to--;
      }
    }
    return Arrays.stream(values, from, to).reduce(0, Double::sum) / kept;
  }

  @Override
  public String toString() {
    return StrategySettings.text(
        "Bulyan",
        "num_malicious_clients",
        numMaliciousClients,
        "to_keep",
        toKeep,
        "unsafe",
        unsafe);
  }
}
