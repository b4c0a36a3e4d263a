package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Influence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who looks unlike the others over a run, by updates alone: the server sees nothing else. Each round every update is compared
 * with all others as {@link Influence} says. Not thread-safe.
 */
public final class Suspicions {
  /** A score above is a suspicion. */
  public static final double THRESHOLD = Influence.SUSPICION;

  private final Map<String, Tally> tallies = new TreeMap<>();

  private static final class Tally {
    private double distance;
    private double turned;
    private double twin;
    private double influence;
    private int rounds;
    private int refused;
  }

  /**
   * @param updates after minus before of the sites that were taken, by id
   * @param step what the global model made of them
   * @param refused sites whose update was no model
   */
  void add(Map<String, double[]> updates, double[] step, Set<String> refused) {
    refused.forEach(site -> tally(site).refused++);
    for (Influence one : Influence.of(updates, step)) {
      Tally tally = tally(one.client());
      tally.rounds++;
      tally.distance += one.distance();
      tally.turned += one.turned();
      tally.twin += one.twin();
      tally.influence += one.influence();
    }
  }

  private Tally tally(String site) {
    return tallies.computeIfAbsent(site, _ -> new Tally());
  }

  /**
   * @param malicious the truth
   * @return the most suspicious first
   */
  List<SiteSuspicion> sites(Set<String> malicious) {
    List<SiteSuspicion> all = new ArrayList<>();
    tallies.forEach((site, tally) -> {
      double rounds = Math.max(1, tally.rounds);
      double distance = tally.distance / rounds;
      double turned = tally.turned / rounds;
      double twin = tally.twin / rounds;
      double score =
          tally.refused > 0 ? Double.POSITIVE_INFINITY : Math.max(distance, Math.max(turned, twin));
      all.add(new SiteSuspicion(
          site,
          malicious.contains(site),
          score,
          distance,
          turned,
          twin,
          tally.influence / rounds,
          tally.refused,
          score > THRESHOLD));
    });
    all.sort((a, b) -> {
      int byScore = Double.compare(b.score(), a.score());
      return byScore != 0 ? byScore : a.site().compareTo(b.site());
    });
    return List.copyOf(all);
  }
}
