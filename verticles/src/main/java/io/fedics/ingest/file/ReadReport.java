package io.fedics.ingest.file;

import java.util.Map;

/**
 * What came of the files.
 *
 * @param flows rows taken
 * @param rejected rows not taken, each told to the listener
 * @param skipped sound records that are no flows, by kind ({@code alert}, {@code dns} …)
 * @param sites by the site the rows name; the empty name stands for rows that name none
 * @param locations of sites, where a file's head gives them
 */
public record ReadReport(
    long flows,
    long rejected,
    Map<String, Long> skipped,
    Map<String, SiteSpan> sites,
    Map<String, SiteLocation> locations) {

  public ReadReport {
    skipped = Map.copyOf(skipped);
    sites = Map.copyOf(sites);
    locations = Map.copyOf(locations);
  }

  /** Rows that were or should have been flows. */
  public long read() {
    return flows + rejected;
  }

  /** Sound records that are no flows. */
  public long skippedRows() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }
}
