package io.fedics.ingest.file;

import io.fedics.shared.error.UsageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts over all files. Not thread-safe. */
final class ReadTally {
  private static final int MOST_KINDS = 50;
  private static final String OTHER_KINDS = "other";
  /** A file that names more is not one of a plant. */
  private static final int MOST_SITES = 64;

  private final Map<String, Long> skipped = new HashMap<>();
  private final Map<String, SiteSpan> sites = new HashMap<>();
  private final Map<String, SiteLocation> locations = new HashMap<>();
  private long flows;
  private long rejected;

  void flow(String site, Instant observedAt) {
    flows++;
    SiteSpan span = sites.get(site);
    if (span == null && sites.size() == MOST_SITES) {
      throw new UsageException(
          "names more than " + MOST_SITES + " sites (expected: at most as many)");
    }
    SiteSpan known = span == null ? new SiteSpan(0, observedAt, observedAt) : span;
    sites.put(site, known.with(observedAt));
  }

  void rejected() {
    rejected++;
  }

  void skipped(String kind) {
    boolean known = skipped.containsKey(kind) || skipped.size() < MOST_KINDS;
    skipped.merge(known ? kind : OTHER_KINDS, 1L, Long::sum);
  }

  void location(String site, SiteLocation location) {
    if (locations.size() < MOST_SITES) {
      locations.put(site, location);
    }
  }

  ReadReport report() {
    return new ReadReport(flows, rejected, skipped, sites, locations);
  }
}
