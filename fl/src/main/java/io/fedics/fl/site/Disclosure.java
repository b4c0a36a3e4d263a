package io.fedics.fl.site;

import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.privacy.PrivacyUnit;

/**
 * What a site tells of its rows beside its updates, when a server asks.
 *
 * @param scaling by sums, which it tells before the first round; or public, and it tells none
 * @param countsRows whether it tells behind the last round how its rows lie about the model's cut
 */
public record Disclosure(Scaling scaling, boolean countsRows) {
  public static final Disclosure NOTHING = new Disclosure(Scaling.PUBLIC, false);

  /**
   * @throws IllegalArgumentException for what this privacy does not hide
   */
  public void requireFor(Privacy privacy) {
    if (scaling == Scaling.SUMS && privacy.hides(PrivacyUnit.CLIENT)) {
      throw new IllegalArgumentException(
          "scaling: sums (expected: public with privacy of clients, whose sums nothing hides)");
    }
    if (countsRows && privacy.unit().isPresent()) {
      throw new IllegalArgumentException(
          "calibrate-cut: yes (expected: no with privacy, because counts are not noised)");
    }
  }

  /**
   * @throws IllegalArgumentException for what these records have not
   */
  void requireFor(SiteModel model) {
    boolean hasRows = model.rows().isPresent();
    if (scaling == Scaling.SUMS && !hasRows) {
      throw new IllegalArgumentException(
          "scaling: sums (expected: public, these records are no rows of a table)");
    }
    if (countsRows && !hasRows) {
      throw new IllegalArgumentException(
          "calibrate-cut: yes (expected: no, these records have no labels)");
    }
  }
}
