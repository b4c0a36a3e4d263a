package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.Suspicion;
import java.util.List;

/**
 * What a site's updates looked like over a run.
 *
 * @param site its id
 * @param isMalicious the truth, which a simulation knows
 * @param score as {@link Suspicion#score} says; infinite for who was refused
 * @param suspicion what its updates alone say
 * @param refused rounds in which its update was no model
 * @param isSuspect whether the score is above {@link Suspicion#THRESHOLD}
 */
public record SiteSuspicion(
    String site,
    boolean isMalicious,
    double score,
    Suspicion suspicion,
    int refused,
    boolean isSuspect) {
  static SiteSuspicion of(String site, boolean isMalicious, Suspicion suspicion, int refused) {
    double score = refused > 0 ? Double.POSITIVE_INFINITY : suspicion.score();
    return new SiteSuspicion(
        site, isMalicious, score, suspicion, refused, score > Suspicion.THRESHOLD);
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
