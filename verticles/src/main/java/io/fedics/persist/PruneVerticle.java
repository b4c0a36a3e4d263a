package io.fedics.persist;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the tables in shape: makes the coming weeks, drops what is too old or too much. One per process. */
public final class PruneVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(PruneVerticle.class);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(15);

  private final PersistConfig config;
  private final Partitions partitions;
  private long timer = -1;
  private boolean looking;

  public PruneVerticle(PersistConfig config, PartitionStore store) {
    this.config = config;
    this.partitions = new Partitions(store, config, Clock.systemUTC());
  }

  /** Not at once: a start has better things to do, and the migration made the current weeks. */
  @Override
  public Future<?> start() {
    timer = vertx.setPeriodic(FIRST_LOOK.toMillis(), config.pruneEvery().toMillis(), _ -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    partitions.look().onComplete(done -> {
      looking = false;
      if (done.failed()) {
        LOG.warn(
            "Could not prune, next try in {}: {}",
            config.pruneEvery(),
            done.cause().toString());
      }
    });
  }

  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
