package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.bundle.Detectors;
import io.fedics.app.config.DetectorName;
import io.fedics.app.offline.BenignPlant;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.train.ForestTraining;
import io.fedics.detect.DetectVerticle;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.ingest.FeedVerticle;
import io.fedics.ingest.IngestConfig;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.SiteOrigin;
import io.fedics.ingest.SiteStore;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.persist.PersistVerticle;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.config.Settings;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model on trial through the real broker and database: the same for any partitions, instances and change of owners. */
@Timeout(240)
class ModelTrialIT {
  private static final String SITE = PlantSite.DEMO.name();
  private static final SimulationPlan PLAN = SimulationPlan.of(
          11, 4, Instant.parse("2026-03-03T09:00:00Z"))
      .withDuration(Duration.ofMinutes(95))
      .withScript(Script.benign());
  private static final Bundle TRIED = trained();

  @TempDir
  private Path folder = Path.of("");

  private static final OneMoreModel MODELS = new OneMoreModel(TRIED);

  /** What is compared: findings with the model that made them, and what comparisons said. */
  private record Outcome(List<String> findings, List<String> compared) {}

  private static Bundle trained() {
    Prefixes own = Prefixes.of(Prefixes.PRIVATE);
    List<double[]> rows = new ArrayList<>();
    BenignPlant.flows(5, Duration.ofMinutes(30))
        .forEachRemaining(flow -> FlowFeatures.of(flow, own).ifPresent(rows::add));
    return ForestTraining.train(rows, "a simulated plant", 5);
  }

  @Test
  void trial_partitionsInstancesAndChangeOfOwners_neverShow() throws Exception {
    Outcome one = run("one", 1, 1, null);
    assertThat(one.compared()).hasSize(2);
    assertThat(one.compared().getFirst()).contains("taken", TRIED.sha256());
    assertThat(one.findings()).anyMatch(it -> it.contains(TRIED.sha256()));
    assertThat(run("many", 4, 2, one)).isEqualTo(one);
  }

  /**
   * @param expected waited for, up to a minute; null when unknown
   */
  private Outcome run(String name, int partitions, int instances, @Nullable Outcome expected)
      throws Exception {
    Map<String, String> settings =
        Map.of("kafka.partitions", Integer.toString(partitions), "stage.save-every", "300ms");
    RealWorld world = RealWorld.start(folder.resolve(name), settings);
    try (StageRuntime runtime = world.runtime(settings)) {
      deploy(world, persist(world, runtime, Topic.NETWORK_DATA));
      deploy(world, persist(world, runtime, Topic.ANOMALIES));
      deploy(world, persist(world, runtime, Topic.FL_EVENTS));
      List<String> detectors = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        detectors.add(deploy(world, detector(world, runtime)));
      }
      FeedVerticle feed = feed(world, runtime);
      deploy(world, feed);
      if (instances > 1) {
        await(() -> count(world, "flows") > 8_000);
        world.vertx().undeploy(detectors.getFirst()).await();
        deploy(world, detector(world, runtime));
      }
      feed.done().await();
      await(() -> count(world, "fl_events") == 2);
      long last = PLAN.start().plus(Duration.ofMinutes(94)).getEpochSecond();
      await(() -> count(world, "anomalies WHERE second > " + last) > 0);
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      await(() ->
          expected == null || outcome(world, last).equals(expected) || System.nanoTime() > limit);
      return outcome(world, last);
    } finally {
      world.close();
    }
  }

  private static PersistVerticle persist(RealWorld world, StageRuntime runtime, Topic topic) {
    return new PersistVerticle(
        topic,
        runtime.io(world.vertx(), "persist-" + topic.topicName(), List.of(topic), List.of()));
  }

  private static DetectVerticle detector(RealWorld world, StageRuntime runtime) {
    Detectors.Reader reader = OfflineStages.defaults()
        .with(EnumSet.of(DetectorName.IFOREST))
        .judgedBy(MODELS)
        .detectors()
        .readers(runtime.partitioner().partitions())
        .getFirst();
    return new DetectVerticle(
        reader.decision(), runtime.io(world.vertx(), reader.stage(), reader.topics(), List.of()));
  }

  private static FeedVerticle feed(RealWorld world, StageRuntime runtime) {
    return new FeedVerticle(
        new SiteStore(world.pool()),
        runtime.writer(),
        runtime.partitioner(),
        MODELS.activated(true),
        IngestConfig.from(new Settings(Map.of("ingest.chunk", "500"))),
        Clock.systemUTC(),
        new FeedVerticle.Feed(
            Map.of(SITE, new SiteOrigin("test", false, "00ff", null, null)),
            new SimulationFeed(PLAN),
            new Pace.Max(),
            _ -> {}));
  }

  private static String deploy(RealWorld world, Deployable verticle) {
    return world
        .vertx()
        .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await();
  }

  /** What was asked once a condition holds; a limit of time is the test's. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static long count(RealWorld world, String rows) {
    return world.query("SELECT count(*) FROM " + rows).iterator().next().getLong(0);
  }

  /** Up to a minute before the last second. */
  private static Outcome outcome(RealWorld world, long last) {
    List<String> findings = new ArrayList<>();
    world
        .query("SELECT event_id, record->'model'->>'sha256', record->>'raw_score', score"
            + " FROM anomalies WHERE second <= " + (last - 60) + " ORDER BY event_id")
        .forEach(row -> findings.add(row.getUUID(0)
            + " "
            + row.getString(1)
            + " "
            + row.getString(2)
            + " "
            + row.getDouble(3)));
    List<String> compared = new ArrayList<>();
    world
        .query("SELECT record->>'outcome', record->'tried'->>'sha256', record::text"
            + " FROM fl_events WHERE kind = 'model-compared' ORDER BY observed_at")
        .forEach(row ->
            compared.add(row.getString(0) + " " + row.getString(1) + " " + row.getString(2)));
    return new Outcome(findings, compared);
  }
}
