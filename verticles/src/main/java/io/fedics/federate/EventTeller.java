package io.fedics.federate;

import io.fedics.shared.event.FlEvent;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to {@code fl_events} in the order in which they are told, from any thread, without holding anybody up: the
 * broker may be away. Counts {@code fedics.federate.events.told} = {@code .written} + {@code .dropped} + waiting.
 */
final class EventTeller {
  private static final Logger LOG = LoggerFactory.getLogger(EventTeller.class);
  /** More would fill the memory when the broker is away and clients come and go. */
  private static final int MOST_WAITING = 10_000;

  private final Context context;
  private final EventWriter writer;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Counter told;
  private final Counter written;
  private final Counter dropped;

  EventTeller(Context context, EventWriter writer, MeterRegistry registry) {
    this.context = context;
    this.writer = writer;
    told = registry.counter("fedics.federate.events.told");
    written = registry.counter("fedics.federate.events.written");
    dropped = registry.counter("fedics.federate.events.dropped");
  }

  void tell(FlEvent event) {
    told.increment();
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      dropped.increment();
      return;
    }
    // Sending may block while the broker is away. One after the other, and no two at the same time.
    context
        .<Future<Void>>executeBlocking(() -> write(event), true)
        .compose(acknowledged -> acknowledged)
        .onSuccess(_ -> written.increment())
        .onFailure(error -> {
          dropped.increment();
          LOG.warn(
              "{} of {} was not written: {}",
              event.getClass().getSimpleName(),
              event.run(),
              error.toString());
        })
        .onComplete(_ -> waiting.decrementAndGet());
  }

  private Future<Void> write(FlEvent event) {
    EventWriter.Batch batch = writer.batch(context);
    batch.toHost(Topic.FL_EVENTS, event.run(), event);
    return batch.acknowledged();
  }
}
