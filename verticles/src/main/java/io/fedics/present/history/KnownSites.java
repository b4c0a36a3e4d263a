package io.fedics.present.history;

import io.fedics.present.history.SiteReadStore.Site;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The sites as they are; where the database does not say so soon, as they were last: a person comes in although
 * history is not available. Thread-safe.
 */
public final class KnownSites {
  static final long LIMIT_MILLIS = 1_000;

  private final Supplier<Future<List<Site>>> sites;
  private volatile Optional<List<Site>> last = Optional.empty();

  /** @param sites asks the database */
  public KnownSites(Supplier<Future<List<Site>>> sites) {
    this.sites = sites;
  }

  /** Within a second once they were read; before that, when the database answers. Fails only where it never did. */
  public Future<List<Site>> now() {
    Future<List<Site>> asked = sites.get().onSuccess(all -> last = Optional.of(all));
    return last.map(known -> asked.timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS).otherwise(known))
        .orElse(asked);
  }
}
