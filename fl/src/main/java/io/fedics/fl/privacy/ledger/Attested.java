package io.fedics.fl.privacy.ledger;

import java.util.List;

/**
 * What sites said of themselves that they spent, so that a server that begins anew knows it still.
 *
 * @param sites one for each site and unit, in the order in which they first said it
 * @param byAll whether every site of every round said it; if not, what the model tells of them is unknown
 */
public record Attested(List<Site> sites, boolean byAll) {
  /** Before anybody trained. */
  public static final Attested NOTHING_YET = new Attested(List.of(), true);

  public Attested {
    sites = List.copyOf(sites);
  }

  /**
   * A site's figures for one unit.
   *
   * @param client id of the site
   * @param spent the most it told
   * @param next what it would tell if the next round added as much as the last
   */
  public record Site(String client, Spent spent, Spent next) {
    public Site {
      if (spent.unit() != next.unit()) {
        throw new IllegalArgumentException(
            "unit: " + next.unit() + " (expected: " + spent.unit() + ", as of what was spent)");
      }
    }
  }
}
