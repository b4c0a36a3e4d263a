package io.fedics.ingest;

import io.fedics.shared.stage.EventWriter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all stages of sites that ended long ago, so that these drop what they know of them. Several processes may do it: it
 * is written again then, and a repeat does no harm. Deploy as a worker, once per process.
 */
public final class ForgetVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ForgetVerticle.class);

  /** At a time: stages know repeats of the latest 1,024 that were forgotten. */
  private static final int MOST_SITES = 500;

  private final SiteStore sites;
  private final EventWriter writer;
  private final Duration after;
  private final Duration every;
  private long timer = -1;
  private boolean looking;

  /**
   * @param after how long ago a site must have ended: as long as topics or tables keep anything of it
   * @param every time between two looks
   */
  public ForgetVerticle(SiteStore sites, EventWriter writer, Duration after, Duration every) {
    this.sites = sites;
    this.writer = writer;
    this.after = after;
    this.every = every;
  }

  /** Not at once: who owns a site takes it first when the program starts after a long time. */
  @Override
  public Future<?> start() {
    timer = vertx.setPeriodic(every.toMillis(), _ -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    sites.beginForgetting(after, MOST_SITES).compose(this::forget).onComplete(done -> {
      looking = false;
      if (done.failed()) {
        LOG.warn(
            "Sites that ended are not forgotten yet, next try in {}: {}",
            every,
            done.cause().toString());
      }
    });
  }

  private Future<Void> forget(List<SiteClaim> ended) {
    if (ended.isEmpty()) {
      return Future.succeededFuture();
    }
    EventWriter.Batch batch = writer.batch(context);
    ended.forEach(site -> SitePublisher.forget(site.site(), site.mark().orElseThrow(), batch));
    return batch
        .acknowledged()
        .compose(_ -> sites.endForgetting(ended))
        .onSuccess(_ -> LOG.info(
            "sites that ended more than {} ago and are forgotten now: {}", after, ended.size()));
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
