package io.fedics.ingest;

import io.fedics.ingest.ActiveModels.Wanted;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells one site's log which models judge: a change of models is an input like the flows, written ahead of what it is for,
 * so that whoever reads the log again judges with the same models. Not thread-safe.
 */
final class SiteModels {
  private final String site;
  private final int partition;
  private final ActiveModels models;
  private final Map<String, Wanted> told = new TreeMap<>();
  private boolean isNew;

  /**
   * @param partition of who tells
   * @param isNew whether nobody has written for the site before, or stages forgot it: nothing judges it yet
   */
  SiteModels(String site, int partition, boolean isNew, ActiveModels models) {
    this.site = site;
    this.partition = partition;
    this.isNew = isNew;
    this.models = models;
  }

  /**
   * Writes what a site begins with that nobody has written for, ahead of its first flow.
   *
   * @param first epoch second of that flow
   */
  void begin(long first, Outputs out) {
    // No second is passed that could order it: it comes before all of them, which are none before
    // 1970.
    tell(0, first, out);
  }

  /**
   * Writes what changed since it was asked last.
   *
   * @param mark epoch second that was passed last
   */
  void tell(long mark, Outputs out) {
    tell(mark + 1, mark + 2, out);
  }

  /**
   * @param second that its {@code seq} is of
   * @param from first second it is for
   */
  private void tell(long second, long from, Outputs out) {
    models.byDetector().forEach((detector, wanted) -> {
      if (wanted.equals(told.put(detector, wanted))) {
        return;
      }
      ModelRef instead = wanted.before();
      boolean begins = isNew && wanted.onTrial();
      if (begins && instead != null) {
        // Elsewhere it judges already: a site that comes later is to begin with it, not with what
        // was shipped.
        write(detector, instead, from, seq(second, wanted, 0), null, null, out);
      }
      write(
          detector,
          wanted.model(),
          from,
          seq(second, wanted, 1),
          wanted.onTrial() ? true : null,
          wanted.activation() > 0 ? (Long) wanted.activation() : null,
          out);
    });
    isNew = false;
  }

  /** Rises with every activation, so that of two before the next second none passes for a repeat. */
  private static long seq(long second, Wanted wanted, int more) {
    int position = (int) Math.min(2 * wanted.activation() + 1, DerivedSource.LAST - 1);
    return DerivedSource.seq(second, position + more);
  }

  private void write(
      String detector,
      ModelRef model,
      long from,
      long seq,
      @Nullable Boolean onTrial,
      @Nullable Long activation,
      Outputs out) {
    out.toAllPartitions(
        Topic.NETWORK_DATA,
        new ModelActivated(
            site,
            "models-" + detector + '/' + partition + '/' + site,
            seq,
            from,
            detector,
            model,
            onTrial,
            activation));
  }
}
