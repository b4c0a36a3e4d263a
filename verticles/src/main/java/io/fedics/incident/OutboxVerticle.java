package io.fedics.incident;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox to {@code alerts}: what the incident stage decided and what people decided. At least once, in
 * order per incident; a repeat has the same id. One per process is enough, more do no harm.
 */
public final class OutboxVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxVerticle.class);
  private static final long IDLE_MILLIS = 200;
  private static final long RETRY_MILLIS = 2_000;
  private static final long PUBLISH_MILLIS = 30_000;

  private final OutboxStore store;
  private final EventWriter writer;
  private final EventCodec codec = new EventCodec();
  private Future<Integer> publishing = Future.succeededFuture(0);
  private long timer = -1;
  private boolean stopping;
  private boolean complained;

  public OutboxVerticle(OutboxStore store, EventWriter writer) {
    this.store = store;
    this.writer = writer;
  }

  @Override
  public Future<?> start() {
    next(IDLE_MILLIS);
    return Future.succeededFuture();
  }

  private void next(long millis) {
    if (!stopping) {
      timer = vertx.setTimer(millis, _ -> publish());
    }
  }

  private void publish() {
    publishing = store
        .publishNext(this::write, PUBLISH_MILLIS)
        .onSuccess(count -> {
          complained = false;
          next(count == 0 ? IDLE_MILLIS : 1);
        })
        .onFailure(error -> {
          if (!complained) {
            LOG.warn("Alerts wait in the outbox: {}", error.toString());
          }
          complained = true;
          next(RETRY_MILLIS);
        });
  }

  private Future<Void> write(List<OutboxStore.Waiting> waiting) {
    EventWriter.Batch batch = writer.batch(context);
    waiting.forEach(alert ->
        batch.toHost(Topic.ALERTS, alert.key(), codec.decode(alert.bytes().getBytes())));
    return batch.acknowledged();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    vertx.cancelTimer(timer);
    return publishing.otherwise(0);
  }
}
