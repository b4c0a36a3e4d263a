package io.fedics.ingest.file;

import java.time.Instant;

/**
 * What was read of one site.
 *
 * @param first the earliest {@code observed_at}
 * @param last the latest
 */
public record SiteSpan(long flows, Instant first, Instant last) {

  SiteSpan with(Instant observedAt) {
    return new SiteSpan(
        flows + 1,
        observedAt.isBefore(first) ? observedAt : first,
        observedAt.isAfter(last) ? observedAt : last);
  }
}
