package io.fedics.ingest;

import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.topic.Partitioner;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sites this process feeds by itself: the built-in simulation, while nobody else writes its sites. Another process
 * that claims one (replay, simulate) fences it; it takes over again when that process is done.
 */
public final class IngestVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(IngestVerticle.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long SEED = 1;

  private final IngestConfig config;
  private final SimulateMode mode;
  private final SiteStore sites;
  private final EventWriter writer;
  private final Partitioner partitioner;
  private final ActiveModels models;
  private final InstantSource clock;
  private boolean stopping;

  public IngestVerticle(
      IngestConfig config,
      SimulateMode mode,
      SiteStore sites,
      EventWriter writer,
      Partitioner partitioner,
      ActiveModels models,
      InstantSource clock) {
    this.config = config;
    this.mode = mode;
    this.sites = sites;
    this.writer = writer;
    this.partitioner = partitioner;
    this.models = models;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    return sites.all().onSuccess(this::begin);
  }

  private void begin(List<SiteRow> known) {
    boolean firstStart = known.isEmpty();
    mode.rate(known)
        .ifPresentOrElse(
            rate -> simulate(rate, firstStart ? "tour" : "benign"),
            () -> LOG.info("no simulation: waiting for flows"));
  }

  private void simulate(double rate, String scenario) {
    if (stopping) {
      return;
    }
    SimulationPlan plan = SimulationPlan.of(
            SEED, rate, clock.instant().truncatedTo(ChronoUnit.MICROS))
        .withSites(List.of(PlantSite.DEMO, PlantSite.DEMO_B))
        .withScript(Script.ofNames(scenario));
    var feed = new FeedVerticle(
        sites,
        writer,
        partitioner,
        models,
        config,
        clock,
        new SimulationFeed(plan).feed(new Pace.Live(), _ -> {}));
    vertx
        .deployVerticle(feed, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .compose(id -> feed.done().eventually(() -> vertx.undeploy(id)))
        .onFailure(error -> comeBack(rate, error));
  }

  private void comeBack(double rate, Throwable error) {
    if (stopping) {
      return;
    }
    if (StageException.failureOf(error) instanceof StageFailure.Defect) {
      LOG.error("the simulation stopped", error);
      return;
    }
    LOG.info("the simulation waits: {}", error.getMessage());
    waitUntilFree(rate);
  }

  private void waitUntilFree(double rate) {
    vertx
        .timer(LOOK_MILLIS, TimeUnit.MILLISECONDS)
        .compose(_ -> sites.all())
        .onComplete(
            known -> {
              boolean free = known.stream()
                  .filter(site -> isSimulated(site.site()))
                  .allMatch(site -> site.ended() || site.quiet());
              if (free) {
                simulate(rate, "benign");
              } else {
                waitUntilFree(rate);
              }
            },
            _ -> waitUntilFree(rate));
  }

  private static boolean isSimulated(String site) {
    return site.equals(PlantSite.DEMO.name()) || site.equals(PlantSite.DEMO_B.name());
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return Future.succeededFuture();
  }
}
