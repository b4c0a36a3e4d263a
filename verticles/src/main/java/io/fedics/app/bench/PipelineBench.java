package io.fedics.app.bench;

import com.sun.management.OperatingSystemMXBean;
import io.fedics.app.cli.Blocking;
import io.fedics.app.cli.ProgressBar;
import io.fedics.ingest.FeedVerticle.Feed;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One run: flows are fed, findings and rows watched, the end awaited, and what is stored compared with what was sent.
 * Blocks; used once.
 */
final class PipelineBench {
  private static final long LOOK_MILLIS = 50;
  private static final long STUCK_SECONDS = 120;
  private static final String STORED_BY = "persist-flows";

  /** Readers of the flows: none may fall behind without bound. */
  private static final List<String> READERS =
      List.of("aggregate", "physics-flow", "iforest", STORED_BY);

  private final BenchPlan plan;
  private final BenchWorld world;
  private final BenchMoments moments;
  private final Optional<Path> profile;
  private final ProgressBar bar;
  private final BenchTenths tenths = new BenchTenths();

  /**
   * @param profile where to write a recording of the run
   */
  PipelineBench(
      BenchPlan plan,
      BenchWorld world,
      BenchMoments moments,
      Optional<Path> profile,
      ProgressBar bar) {
    this.plan = plan;
    this.world = world;
    this.moments = moments;
    this.profile = profile;
    this.bar = bar;
  }

  BenchResult run() throws Exception {
    SimulationPlan simulated = plan.simulation(Instant.now());
    List<String> sites = simulated.sites().stream().map(PlantSite::name).toList();
    var tail = new BenchTail(world.vertx(), world.runtime(), moments.findings());
    var browser = new BenchBrowser(world.vertx(), moments.rows());
    Blocking.await(tail.start());
    Blocking.await(Blocking.onContext(
        world.vertx(), () -> browser.open(world.httpPort(), world.token(), sites)));
    Optional<BenchProfile> watch = profile.map(BenchProfile::begin);
    try (var drain = new BenchDrain(world.endpoints(), world.runtime())) {
      Load before = Load.now(world.databaseProcess());
      var flows = new SimulationFeed(simulated);
      var feed = new BenchFeed(flows, () -> world.handledByAll(READERS), endNanos(), plan.ahead());
      long began = System.nanoTime();
      tenths.add(began, 0);
      long acknowledged = publish(feed, flows);
      long drained = awaitDrain(feed, tail, drain);
      Load used = Load.now(world.databaseProcess()).minus(before);
      Optional<BenchProfile.Seen> seen = endOf(watch);
      Blocking.await(tail.close());
      long warm = began + plan.warmup().toNanos();
      drain.readStored(moments.stored());
      return new BenchResult(
          plan,
          Delivery.of(moments.sent(), moments.stored()),
          flows.attacks().stream().mapToLong(Attack::flows).sum(),
          (drained - began) / 1e9,
          (drained - acknowledged) / 1e9,
          tenths.rates(),
          Latencies.between(moments.sent(), moments.findings(), warm),
          Latencies.between(moments.sent(), moments.rows(), warm),
          browser.rowsReceived(),
          used.jvmSeconds,
          used.databaseSeconds,
          ProcessLoad.peakMegabytes(),
          ProcessLoad.megabytesOfFamily(world.databaseProcess()),
          seen);
    }
  }

  private Optional<BenchProfile.Seen> endOf(Optional<BenchProfile> watch) throws IOException {
    if (watch.isEmpty()) {
      return Optional.empty();
    }
    try (BenchProfile ending = watch.get()) {
      return Optional.of(ending.end(world.runtime()));
    }
  }

  /** Processor time so far. */
  private record Load(double jvmSeconds, double databaseSeconds) {
    static Load now(long database) {
      long nanos =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
      return new Load(nanos / 1e9, ProcessLoad.cpuSecondsOfFamily(database));
    }

    Load minus(Load before) {
      return new Load(jvmSeconds - before.jvmSeconds, databaseSeconds - before.databaseSeconds);
    }
  }

  private long endNanos() {
    return System.nanoTime() + plan.seconds().map(it -> it.toNanos()).orElse(Long.MAX_VALUE / 2);
  }

  /** Returns when the last flow was acknowledged. */
  private long publish(BenchFeed feed, SimulationFeed flows) throws Exception {
    Pace pace = plan.isLive() ? new Pace.Live() : new Pace.Max();
    var origins = flows.feed(pace, _ -> {}).origins();
    try (var generator =
        world.generator(new Feed(origins, feed, pace, _ -> {}), this::onAcknowledged)) {
      while (!generator.done().isComplete()) {
        look();
      }
      Blocking.await(generator.done());
      return System.nanoTime();
    }
  }

  private void onAcknowledged(Event event) {
    if (event instanceof FlowObserved flow) {
      moments.sent().add(flow.eventId(), System.nanoTime());
    }
  }

  private void look() throws InterruptedException {
    world.requireHealth();
    long stored = Math.min(stored(), moments.sent().size());
    tenths.add(System.nanoTime(), stored);
    bar.show(stored);
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  private long stored() {
    return world.runtime().metrics(STORED_BY).snapshot().writtenFrom();
  }

  /** Returns when everything was stored; it must look so twice, as a stage may just be about to write. */
  private long awaitDrain(BenchFeed feed, BenchTail tail, BenchDrain drain)
      throws SQLException, ExecutionException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    long least = Long.MAX_VALUE;
    long quietSince = 0;
    while (true) {
      look();
      long now = System.nanoTime();
      long left = drain.left();
      if (left < least) {
        least = left;
        limit = now + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
      }
      if (left > 0 || !tail.hasPassed(feed.newest())) {
        quietSince = 0;
      } else if (quietSince != 0) {
        bar.end(stored());
        return quietSince;
      } else {
        quietSince = now;
      }
      if (now > limit) {
        throw new IllegalStateException(
            "nothing was stored for " + STUCK_SECONDS + " s; " + left + " records are left");
      }
    }
  }
}
