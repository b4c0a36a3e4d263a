package io.fedics.ingest.file;

import io.fedics.ingest.format.FileFormat;
import java.time.Duration;
import java.time.Instant;

/**
 * What was read of one site.
 *
 * @param first the earliest {@code observed_at}
 * @param last the latest
 */
public record SiteSpan(long flows, Instant first, Instant last) {
  /** The first row that is taken is among the first of its file. */
  private static final Duration A_DAY = Duration.ofDays(1);

  /** Whether rows named their times; those that named none are taken to be of {@link FileFormat#WITHOUT_TIME} on. */
  public boolean isTimed() {
    return first.isBefore(FileFormat.WITHOUT_TIME)
        || first.isAfter(FileFormat.WITHOUT_TIME.plus(A_DAY));
  }

  SiteSpan with(Instant observedAt) {
    return new SiteSpan(
        flows + 1,
        observedAt.isBefore(first) ? observedAt : first,
        observedAt.isAfter(last) ? observedAt : last);
  }
}
