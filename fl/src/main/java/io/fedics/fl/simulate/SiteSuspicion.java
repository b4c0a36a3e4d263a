package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Suspicion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a site's updates looked like over a run.
 *
 * @param site its id
 * @param isMalicious the truth, which a simulation knows
 * @param score as {@link Suspicion#score} says; infinite for who was refused
 * @param distance z of the distance to the coordinate median of all updates, on a logarithmic scale; mean over the rounds
 * @param turned z of the angle to that median over all rounds
 * @param twin z of the closeness to the nearest other update, mean over the rounds: sites that lie together say the same
 * @param influence mean share of the global step along which the site's own update lay; 1 is as far as the step
 * @param agreement with records of the server, in [-1, 1]; empty when none judged its updates
 * @param refused rounds in which its update was no model
 * @param isSuspect whether the score is above {@link Suspicion#THRESHOLD}
 */
public record SiteSuspicion(
    String site,
    boolean isMalicious,
    double score,
    double distance,
    double turned,
    double twin,
    double influence,
    OptionalDouble agreement,
    int refused,
    boolean isSuspect) {
  static SiteSuspicion of(String site, boolean isMalicious, Suspicion suspicion, int refused) {
    double score = refused > 0 ? Double.POSITIVE_INFINITY : suspicion.score();
    return new SiteSuspicion(
        site,
        isMalicious,
        score,
        suspicion.distance(),
        suspicion.turned(),
        suspicion.twin(),
        suspicion.influence(),
        suspicion.agreement(),
        refused,
        score > Suspicion.THRESHOLD);
  }

  /**
   * Share of the malicious sites that are suspects.
   *
   * @return NaN when nobody lies
   */
  public static double recall(List<SiteSuspicion> sites) {
    return share(sites, true);
  }

  /** Share of the honest sites that are suspects. */
  public static double falseBlame(List<SiteSuspicion> sites) {
    return share(sites, false);
  }

  private static double share(List<SiteSuspicion> sites, boolean malicious) {
    long all = sites.stream().filter(site -> site.isMalicious == malicious).count();
    long suspects = sites.stream()
        .filter(site -> site.isMalicious == malicious && site.isSuspect)
        .count();
    return all == 0 ? Double.NaN : (double) suspects / all;
  }
}
