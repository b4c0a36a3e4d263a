package io.fedics.app.up;

import io.fedics.present.access.HealthCheck;
import io.fedics.present.access.HealthCheck.Answer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks every health check now and then and shows the answers as {@code fedics.app.health.status}: 0 ok, 1 degraded, 2
 * down.
 */
public final class HealthWatch extends VerticleBase {
  private static final long PERIOD_MILLIS = 5_000;
  private static final long LIMIT_MILLIS = 1_500;

  /** An answer that takes longer does not come any more. */
  private static final long LOST_MILLIS = 60_000;

  /** Of one check: what never answers must not pile up. */
  private static final int MOST_UNDER_WAY = 3;

  private record Watched(HealthCheck check, AtomicInteger status, AtomicInteger underWay) {}

  private final List<Watched> all;

  public HealthWatch(List<HealthCheck> checks, MeterRegistry registry) {
    all = checks.stream()
        .map(check -> new Watched(check, new AtomicInteger(), new AtomicInteger()))
        .toList();
    for (Watched watched : all) {
      Gauge.builder("fedics.app.health.status", watched.status(), AtomicInteger::get)
          .description("0 ok, 1 degraded, 2 down")
          .tag("check", watched.check().id())
          .register(registry);
    }
  }

  @Override
  public Future<?> start() {
    ask();
    vertx.setPeriodic(PERIOD_MILLIS, _ -> ask());
    return Future.succeededFuture();
  }

  void ask() {
    all.forEach(HealthWatch::ask);
  }

  private static void ask(Watched watched) {
    if (watched.underWay().get() >= MOST_UNDER_WAY) {
      return;
    }
    watched.underWay().incrementAndGet();
    watched
        .check()
        .ask()
        .get()
        .timeout(LOST_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(_ -> watched.underWay().decrementAndGet())
        .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .otherwise(error -> Answer.down(String.valueOf(error.getMessage())))
        .onSuccess(answer -> watched.status().set(numberOf(answer.status())));
  }

  private static int numberOf(HealthCheck.Status status) {
    return switch (status) {
      case OK -> 0;
      case DEGRADED -> 1;
      case DOWN -> 2;
    };
  }
}
