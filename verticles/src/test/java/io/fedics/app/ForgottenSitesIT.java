package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.aggregate.AggregateVerticle;
import io.fedics.app.bundle.Detectors;
import io.fedics.app.offline.OfflineStages;
import io.fedics.classify.ClassifyConfig;
import io.fedics.classify.ClassifyVerticle;
import io.fedics.classify.domain.LabelModels;
import io.fedics.detect.DetectVerticle;
import io.fedics.incident.IncidentConfig;
import io.fedics.incident.IncidentVerticle;
import io.fedics.incident.domain.Incidents;
import io.fedics.ingest.ActiveModels;
import io.fedics.ingest.FeedVerticle;
import io.fedics.ingest.ForgetVerticle;
import io.fedics.ingest.IngestConfig;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SiteAdmission;
import io.fedics.ingest.SiteOrigin;
import io.fedics.ingest.SiteRow;
import io.fedics.ingest.SiteStore;
import io.fedics.persist.PersistVerticle;
import io.fedics.predict.PredictConfig;
import io.fedics.predict.PredictVerticle;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many sites come and go through the real broker and database; what is kept in the end is what is kept of the living. */
@Timeout(400)
class ForgottenSitesIT {
  private static final int PARTITIONS = 2;
  private static final int MANY = 30;
  private static final int SECONDS = 130;
  private static final long START = Instant.parse("2026-03-03T09:00:00Z").getEpochSecond();
  private static final Map<String, String> SETTINGS =
      Map.of("kafka.partitions", Integer.toString(PARTITIONS), "stage.save-every", "200ms");

  @TempDir
  private Path folder = Path.of("");

  @Test
  void sites_manyComeAndGo_whatIsKeptIsThatOfTheLiving() throws Exception {
    RealWorld world = RealWorld.start(folder, SETTINGS);
    try (StageRuntime runtime = world.runtime(SETTINGS)) {
      var pipeline = new Pipeline(world, runtime);
      pipeline.deployStages();
      pipeline.feed(List.of("living"), START);
      pipeline.awaitStates("predict", "living", 1);
      world.query("UPDATE ingest_sites SET ended = false");
      Map<String, Buffer> living = pipeline.settled();

      List<String> many = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        many.add("gone-" + i);
      }
      pipeline.feed(many, START);
      pipeline.awaitStates("incident", "gone-%", MANY);
      assertThat(pipeline.settled()).hasSizeGreaterThan(5 * living.size());
      pipeline.deploy(new ForgetVerticle(
          new SiteStore(world.pool()),
          runtime.writer(),
          Duration.ofMillis(1),
          Duration.ofMillis(100)));

      pipeline.awaitForgotten(MANY);
      assertThat(pipeline.settled()).isEqualTo(living);
      assertThat(pipeline.count(
              "stage_offsets, jsonb_object_keys(progress) AS site WHERE site LIKE 'gone-%'"))
          .isZero();
      assertThat(pipeline.count("ingest_sites WHERE forgetting = 'done'")).isEqualTo(MANY);

      assertThat(SiteAdmission.of(pipeline.site("gone-1"), "00ff", START))
          .isEqualTo(SiteAdmission.ALREADY_THERE);

      long verdicts = pipeline.count("classifications WHERE site = 'gone-1'");
      assertThat(verdicts).isPositive();
      pipeline.feed(List.of("gone-1"), START + SECONDS);
      awaitThat(() ->
          pipeline.count("classifications WHERE site = 'gone-1' AND second >= " + (START + SECONDS))
              == verdicts);
      awaitThat(() -> pipeline.count("ingest_sites WHERE forgetting = 'done'") == MANY);
      awaitThat(() -> pipeline.settled().equals(living));
      assertThat(pipeline.count("flows"))
          .isEqualTo((2L + MANY) * flows("any", START).size());
      pipeline.undeploy();
    } finally {
      world.close();
    }
  }

  /** As after a kill behind the row, with nothing on the log yet, and one behind half of the log. */
  @Test
  void sites_whoseForgettingWasBegunByAKilledProcess_areForgottenByTheNext() throws Exception {
    RealWorld world = RealWorld.start(folder, SETTINGS);
    try (StageRuntime runtime = world.runtime(SETTINGS)) {
      var pipeline = new Pipeline(world, runtime);
      pipeline.deployStages();
      List<String> gone = List.of("gone-none-told", "gone-half-told");
      pipeline.feed(gone, START);
      pipeline.awaitStates("incident", "gone-%", gone.size());
      pipeline.settled();
      world.query(
          "UPDATE ingest_sites SET forgetting = 'begun', updated_at = now() - interval '2 hours'");
      pipeline.tellOnePartition("gone-half-told", START + SECONDS - 1);
      awaitThat(() -> pipeline.count("stage_state WHERE key LIKE 'forgotten|%'") > 0);

      pipeline.deploy(new ForgetVerticle(
          new SiteStore(world.pool()),
          runtime.writer(),
          Duration.ofHours(1),
          Duration.ofMillis(100)));

      pipeline.awaitForgotten(gone.size());
      awaitThat(() -> pipeline.count("ingest_sites WHERE forgetting = 'done'") == gone.size());
      assertThat(pipeline.settled()).isEmpty();
      assertThat(pipeline.count(
              "stage_offsets, jsonb_object_keys(progress) AS site WHERE site LIKE 'gone-%'"))
          .isZero();
      pipeline.undeploy();
    } finally {
      world.close();
    }
  }

  /** A master that polls, and near the end somebody who tries ports. */
  private static List<FlowObserved> flows(String site, long start) {
    List<FlowObserved> flows = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      add(flows, flow(start + second, "10.0.2.1", 502, FlowState.ESTABLISHED), site, start);
      for (int port = 0; second >= 100 && port < 10; port++) {
        int tried = 100 + 10 * (second - 100) + port;
        add(flows, flow(start + second, "10.0.4.17", tried, FlowState.REJECTED), site, start);
      }
    }
    return flows;
  }

  private static void add(List<FlowObserved> flows, FlowBuilder flow, String site, long start) {
    long seq = flows.size();
    flows.add(flow.build(EventId.of(site, start, seq), site, "file/" + start, seq));
  }

  private static FlowBuilder flow(long second, String from, int port, FlowState state) {
    return FlowObserved.builder("test", Instant.ofEpochSecond(second))
        .srcIp(from)
        .srcPort(40_000)
        .dstIp("10.0.1.5")
        .dstPort(port)
        .protocol("tcp")
        .state(state)
        .bytesOut(60L)
        .bytesIn(80L);
  }

  private static void awaitThat(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  /** All stages of one process. */
  private record Pipeline(RealWorld world, StageRuntime runtime, List<String> deployed) {
    Pipeline(RealWorld world, StageRuntime runtime) {
      this(world, runtime, new ArrayList<>());
    }

    void deployStages() {
      for (Detectors.Reader reader : OfflineStages.defaults().detectors().readers(PARTITIONS)) {
        deploy(new DetectVerticle(
            reader.decision(),
            runtime.io(world.vertx(), reader.stage(), reader.topics(), List.of("classify"))));
      }
      for (Topic stored : List.of(Topic.NETWORK_DATA, Topic.ATTACK_CLASSIFIED)) {
        deploy(new PersistVerticle(
            stored,
            runtime.io(
                world.vertx(), "persist-" + stored.topicName(), List.of(stored), List.of())));
      }
      deploy(new AggregateVerticle(
          AggregateConfig.DEFAULT,
          runtime.io(
              world.vertx(),
              "aggregate",
              List.of(Topic.NETWORK_DATA),
              List.of("physics-host", "classify"))));
      deploy(new ClassifyVerticle(
          ClassifyConfig.DEFAULT,
          LabelModels.only(OfflineStages.defaults().verdict()),
          runtime.partitioner(),
          runtime.io(
              world.vertx(),
              "classify",
              List.of(Topic.HOST_ACTIVITY, Topic.ANOMALIES),
              List.of("predict"))));
      deploy(new PredictVerticle(
          PredictConfig.DEFAULT,
          runtime.partitioner(),
          runtime.io(
              world.vertx(), "predict", List.of(Topic.ATTACK_CLASSIFIED), List.of("incident"))));
      deploy(new IncidentVerticle(
          p -> new Incidents(IncidentConfig.DEFAULT, p),
          runtime.io(world.vertx(), "incident", List.of(Topic.ATTACK_PREDICTED), List.of())));
    }

    void deploy(Deployable verticle) {
      deployed.add(world
          .vertx()
          .deployVerticle(
              verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
          .await());
    }

    void undeploy() {
      deployed.forEach(id -> world.vertx().undeploy(id).await());
    }

    /** Publishes a file of each site, and waits until all of it is acknowledged. */
    void feed(List<String> sites, long start) {
      Map<String, SiteOrigin> origins = new TreeMap<>();
      List<FlowObserved> all = new ArrayList<>();
      for (String site : sites) {
        origins.put(site, new SiteOrigin("test", false, "00ff", null, null));
        all.addAll(flows(site, start));
      }
      all.sort(java.util.Comparator.comparing(FlowObserved::observedAt));
      var verticle = new FeedVerticle(
          new SiteStore(world.pool()),
          runtime.writer(),
          runtime.partitioner(),
          ActiveModels.SHIPPED,
          IngestConfig.from(new Settings(Map.of("ingest.chunk", "1000"))),
          Clock.systemUTC(),
          new FeedVerticle.Feed(origins, all.iterator(), new Pace.Max(), _ -> {}));
      deploy(verticle);
      verticle.done().await();
    }

    /** As far as a process came that was killed while it wrote. */
    void tellOnePartition(String site, long lastSecond) {
      Future.<Void>future(told -> world.vertx().runOnContext(_ -> {
            EventWriter.Batch batch = runtime.writer().batch(world.vertx().getOrCreateContext());
            batch.toPartition(
                Topic.NETWORK_DATA, 0, new DerivedSource("ingest", 0).forgotten(site, lastSecond));
            batch.acknowledged().onComplete(told);
          }))
          .await();
    }

    Optional<SiteRow> site(String name) {
      var sites = new SiteStore(world.pool());
      return Future.<Optional<SiteRow>>future(
              row -> world.vertx().runOnContext(_ -> sites.find(name).onComplete(row)))
          .await();
    }

    long count(String rows) {
      return world.query("SELECT count(*) FROM " + rows).iterator().next().getLong(0);
    }

    /** Until a stage has saved where it is with so many sites. */
    void awaitStates(String stage, String sites, long count) {
      awaitThat(() -> world
              .query(
                  "SELECT count(DISTINCT split_part(key, '|', 2)) FROM stage_state WHERE stage = '"
                      + stage + "' AND split_part(key, '|', 2) LIKE '" + sites + "'")
              .iterator()
              .next()
              .getLong(0)
          == count);
    }

    /** Until the last stage of all has forgotten so many sites, and each partition of the first has. */
    void awaitForgotten(int count) {
      awaitThat(
          () -> count("stage_state WHERE stage = 'incident' AND key LIKE 'forgotten|%'") == count
              && count("stage_state WHERE stage = 'lstm' AND key LIKE 'forgotten|%'")
                  == (long) PARTITIONS * count);
    }

    /** All that is saved, once it has not changed for three seconds, without which sites were forgotten lately. */
    Map<String, Buffer> settled() {
      Map<String, Buffer> saved = saved();
      long changed = System.nanoTime();
      while (System.nanoTime() - changed < TimeUnit.SECONDS.toNanos(3)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        Map<String, Buffer> now = saved();
        if (!now.equals(saved)) {
          changed = System.nanoTime();
          saved = now;
        }
      }
      return saved;
    }

    private Map<String, Buffer> saved() {
      Map<String, Buffer> saved = new TreeMap<>();
      world
          .query("SELECT stage, part, key, bytes FROM stage_state WHERE key NOT LIKE 'forgotten|%'")
          .forEach(row -> saved.put(
              row.getString(0) + ' ' + row.getInteger(1) + ' ' + row.getString(2),
              row.getBuffer(3)));
      return saved;
    }
  }
}
