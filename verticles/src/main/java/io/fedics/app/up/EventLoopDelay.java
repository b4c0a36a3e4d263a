package io.fedics.app.up;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How late a timer of its event loop is: what else runs there, and how long. Deploy one per event loop. */
public final class EventLoopDelay extends VerticleBase {
  private static final long PERIOD_MILLIS = 100;
  private static final Duration[] EDGES = Stream.of(
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000)
      .map(Duration::ofMillis)
      .toArray(Duration[]::new);

  private final Timer delay;

  public EventLoopDelay(MeterRegistry registry) {
    delay = Timer.builder("fedics.app.eventloop.delay")
        .description("how late timers of the event loops run")
        .serviceLevelObjectives(EDGES)
        .register(registry);
  }

  @Override
  public Future<?> start() {
    again();
    return Future.succeededFuture();
  }

  private void again() {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
    vertx.setTimer(PERIOD_MILLIS, _ -> {
      delay.record(Math.max(System.nanoTime() - due, 0), TimeUnit.NANOSECONDS);
      again();
    });
  }
}
