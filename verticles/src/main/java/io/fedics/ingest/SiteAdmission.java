package io.fedics.ingest;

import io.fedics.shared.error.UsageException;
import java.time.Instant;
import java.util.Optional;

/** Whether a file may be published as, or into, a site. A site's time never goes back. */
public enum SiteAdmission {
  /** Nothing of it was published. */
  FRESH,
  /** An earlier run was interrupted: goes on behind the mark. */
  CONTINUED,
  /** The same file is there already, whole: adds nothing. */
  ALREADY_THERE;

  /**
   * Decides.
   *
   * @param known what is known of the site
   * @param sha256 of the file
   * @param firstSecond epoch second of the file's oldest flow
   * @throws UsageException when the file is older than what the site has, naming both times
   */
  public static SiteAdmission of(Optional<SiteRow> known, String sha256, long firstSecond) {
    if (known.isEmpty() || known.get().mark().isEmpty()) {
      return FRESH;
    }
    SiteRow site = known.get();
    if (site.fileSha256().equals(Optional.of(sha256))) {
      return site.ended() ? ALREADY_THERE : CONTINUED;
    }
    long mark = site.mark().getAsLong();
    if (firstSecond <= mark) {
      throw new UsageException("the file begins at "
          + Instant.ofEpochSecond(firstSecond)
          + ", but site "
          + site.site()
          + " is complete through "
          + Instant.ofEpochSecond(mark)
          + " (expected: a later file, or another --site)");
    }
    return FRESH;
  }
}
