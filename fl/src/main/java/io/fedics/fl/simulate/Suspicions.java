package io.fedics.fl.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who looks unlike the others, by updates alone: the server sees nothing else. Each round every update is compared with all
 * others in three ways; a z-score is the difference to the median in median absolute deviations (times 1.4826, the
 * deviation of a normal distribution). Not thread-safe.
 */
public final class Suspicions {
  /** A score above is a suspicion. */
  public static final double THRESHOLD = 3.5;
  /** Below so small a spread all are alike; a tenth on a logarithmic scale is 10 % of a distance. */
  private static final double LEAST_SPREAD = 0.1;
  /** Of distances, so that equal updates have a logarithm. */
  private static final double TINY = 1e-12;

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
    List<String> sites = List.copyOf(new TreeMap<>(updates).keySet());
    if (sites.size() < 3) {
      return; // of two nobody knows who is the odd one
    }
    List<double[]> all = new ArrayList<>();
    sites.forEach(site -> all.add(updates.getOrDefault(site, new double[0])));
    double[] centre = Vectors.median(all);
    double[] distance = new double[all.size()];
    double[] angle = new double[all.size()];
    double[] apart = new double[all.size()];
    for (int i = 0; i < distance.length; i++) {
      distance[i] = Math.log(TINY + Vectors.distance(all.get(i), centre));
      angle[i] = 1 - cosine(all.get(i), centre);
      apart[i] = -Math.log(TINY + nearest(all, i));
    }
    z(distance);
    z(angle);
    z(apart);
    double squared = Vectors.dot(step, step);
    for (int i = 0; i < distance.length; i++) {
      Tally tally = tally(sites.get(i));
      tally.rounds++;
      tally.distance += distance[i];
      tally.turned += angle[i];
      tally.twin += apart[i];
      tally.influence += squared == 0 ? 0 : Vectors.dot(all.get(i), step) / squared;
    }
  }

  private Tally tally(String site) {
    return tallies.computeIfAbsent(site, _ -> new Tally());
  }

  private static double nearest(List<double[]> all, int one) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < all.size(); i++) {
      if (i != one) {
        nearest = Math.min(nearest, Vectors.distance(all.get(i), all.get(one)));
      }
    }
    return nearest;
  }

  private static double cosine(double[] a, double[] b) {
    double lengths = Vectors.norm(a) * Vectors.norm(b);
    return lengths == 0 ? 0 : Vectors.dot(a, b) / lengths;
  }

  /** In place. */
  private static void z(double[] values) {
    double median = Vectors.median(values);
    double[] off = new double[values.length];
    for (int i = 0; i < off.length; i++) {
      off[i] = Math.abs(values[i] - median);
    }
    double spread = Math.max(LEAST_SPREAD, 1.4826 * Vectors.median(off));
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - median) / spread;
    }
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
