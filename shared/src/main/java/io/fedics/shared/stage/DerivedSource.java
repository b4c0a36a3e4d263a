package io.fedics.shared.stage;

import io.fedics.shared.event.SiteForgotten;

/**
 * Who a stage is when it writes, and which {@code seq} its events have: from the cause, {@code second * 2^20 + position
 * in the second's fixed order}, never from a counter.
 */
public record DerivedSource(String stage, int partition) {
  /** Position of the {@code Progress} that says a second is passed: after everything of it. */
  public static final int LAST = (1 << 20) - 1;

  /** {@code stage/partition/site}. */
  public String of(String site) {
    return stage + '/' + partition + '/' + site;
  }

  /**
   * For what is written at once about a record, with the record's own {@code seq}: {@code stage/partition/of/source}. No
   * site's name has a slash, so it never meets {@link #of}.
   *
   * @param source of the record
   */
  public String ofCause(String source) {
    return stage + '/' + partition + "/of/" + source;
  }

  /** The record that says a site is forgotten here; it stands in no order but its own. */
  public SiteForgotten forgotten(String site, long lastSecond) {
    return new SiteForgotten(site, of(site) + "/forgotten", seq(lastSecond, LAST), lastSecond);
  }

  /**
   * @param position in the second's fixed order, from 1; beyond 2^20 − 3 it stays there
   */
  public static long seq(long second, int position) {
    return (second << 20) + Math.min(position, LAST);
  }
}
