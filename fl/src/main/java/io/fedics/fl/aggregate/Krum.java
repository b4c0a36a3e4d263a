package io.fedics.fl.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The one model that is nearest to its neighbours (Krum; examples do not count), or the mean of the best few, weighted
 * by examples (Multi-Krum). Ties go to the lower client id.
 *
 * <p>Source: Blanchard et al. 2017, arXiv:1703.02757. What it promises holds for n ≥ 2f + 3 updates.
 *
 * @param numMaliciousClients f, how many may lie; 0 or more
 * @param numClientsToKeep 0 for Krum, else how many Multi-Krum keeps
 * @param unsafe whether fewer than 2f + 3 updates are combined all the same
 */
public record Krum(int numMaliciousClients, int numClientsToKeep, boolean unsafe)
    implements Strategy {
  public Krum {
    StrategySettings.require(
        numMaliciousClients >= 0,
        "Krum",
        "num_malicious_clients",
        numMaliciousClients,
        "0 or more");
    StrategySettings.require(
        numClientsToKeep >= 0, "Krum", "num_clients_to_keep", numClientsToKeep, "0 or more");
  }

  @Override
  public int leastUpdates() {
    int kept = Math.max(1, numClientsToKeep);
    return unsafe
        ? kept
        : Math.max(kept, Math.addExact(Math.multiplyExact(2, numMaliciousClients), 3));
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(current, leastUpdates(), updates -> combine(current, updates));
  }

  private Combined combine(GlobalModel current, List<Update> updates) {
    var all = new TreeSet<>(IntStream.range(0, updates.size()).boxed().toList());
    List<Integer> ranked = new KrumScores(updates, numMaliciousClients).ranked(all);
    var kept = new TreeSet<>(ranked.subList(0, Math.max(1, numClientsToKeep)));
    if (numClientsToKeep == 0) {
      double[] chosen = updates.get(kept.first()).parameters().values();
      return new Combined(current.next(chosen, Map.of()), leftOut(updates, kept));
    }
    Combination mean = new FedAvg().begin(current, 1);
    kept.forEach(client -> mean.add(updates.get(client)));
    return new Combined(mean.finish().model(), leftOut(updates, kept));
  }

  static List<String> leftOut(List<Update> updates, TreeSet<Integer> kept) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      if (!kept.contains(i)) {
        left.add(updates.get(i).clientId());
      }
    }
    return left;
  }

  @Override
  public String toString() {
    return StrategySettings.text(
        "Krum",
        "num_malicious_clients",
        numMaliciousClients,
        "num_clients_to_keep",
        numClientsToKeep,
        "unsafe",
        unsafe);
  }
}
