package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Agreement;
import io.fedics.fl.aggregate.DescentCone;
import io.fedics.fl.aggregate.Influence;
import io.fedics.fl.aggregate.Suspicion;
import io.fedics.fl.aggregate.Suspicions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who looks unlike the others over a run, by updates alone: the server sees nothing else of sites, but may have records of its
 * own. Each round every update is compared with all others as {@link Influence} says; over the rounds {@link Suspicions} decides.
 * Not thread-safe.
 */
final class SiteSuspicions {
  private static final Suspicion NEVER_COMPARED = new Suspicion(0, 0, 0, 0, OptionalDouble.empty());

  private final Suspicions suspicions = new Suspicions();
  private final Map<String, Integer> refusals = new HashMap<>();

  /**
   * @param updates after minus before of the sites that were taken, by id
   * @param step what the global model made of them
   * @param refused sites whose update was no model
   */
  void add(Map<String, double[]> updates, double[] step, Set<String> refused) {
    refused.forEach(site -> refusals.merge(site, 1, Integer::sum));
    suspicions.add(Influence.of(updates, step));
  }

  /** What records of the server say of the same updates. */
  void judge(Map<String, double[]> updates, DescentCone records) {
    Map<String, Agreement> agreements = new HashMap<>();
    updates.forEach((site, update) -> agreements.put(site, records.agreement(update)));
    suspicions.judge(agreements);
  }

  /**
   * @param malicious the truth
   * @return the most suspicious first
   */
  List<SiteSuspicion> sites(Set<String> malicious) {
    Map<String, Suspicion> byClient = suspicions.byClient();
    var all = new TreeSet<>(byClient.keySet());
    all.addAll(refusals.keySet());
    List<SiteSuspicion> sites = new ArrayList<>();
    for (String site : all) {
      sites.add(SiteSuspicion.of(
          site,
          malicious.contains(site),
          byClient.getOrDefault(site, NEVER_COMPARED),
          refusals.getOrDefault(site, 0)));
    }
    sites.sort((a, b) -> {
      int byScore = Double.compare(b.score(), a.score());
      return byScore != 0 ? byScore : a.site().compareTo(b.site());
    });
    return List.copyOf(sites);
  }
}
