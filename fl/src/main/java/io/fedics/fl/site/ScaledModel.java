package io.fedics.fl.site;

import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import java.util.Optional;

/** A site's model on rows as all sites scale them, which the server tells beside every model. Not thread-safe. */
final class ScaledModel {
  private final SiteModel unscaled;
  private final Scaling scaling;
  private final double largest;
  private SiteModel scaled;
  private Optional<Standardisation> last = Optional.empty();

  /**
   * @param largest scaled numbers are cut to [-largest, largest]; positive, perhaps infinite
   */
  ScaledModel(SiteModel unscaled, Scaling scaling, double largest) {
    this.unscaled = unscaled;
    this.scaling = scaling;
    this.largest = largest;
    this.scaled = unscaled;
  }

  /**
   * Rows whose sums the site tells, shape {@code [records][features]}.
   *
   * @throws IllegalArgumentException where it tells none
   */
  double[][] rows() {
    if (scaling != Scaling.SUMS) {
      throw new IllegalArgumentException(
          "scaling: sums (expected: public, as this site was told; with --scaling sums it tells sums of its rows)");
    }
    return unscaled.rows().orElseThrow();
  }

  /**
   * The model on these rows.
   *
   * @throws IllegalArgumentException for a scaling where the site has its own, none where it has none, or one of other features
   */
  SiteModel in(Optional<Standardisation> told) {
    if (told.isPresent() != (scaling == Scaling.SUMS)) {
      throw new IllegalArgumentException(
          told.isPresent()
              ? "scaling: sums (expected: public, as this site was told; with --scaling sums it takes the server's)"
              : "scaling: none told (expected: means and deviations of a server with --scaling sums)");
    }
    if (!told.equals(last)) {
      scaled = unscaled.scaled(told.orElseThrow(), largest);
      last = told;
    }
    return scaled;
  }
}
