package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.aggregate.AggregateVerticle;
import io.fedics.app.bundle.Detectors;
import io.fedics.app.offline.Offline;
import io.fedics.app.offline.OfflineResult;
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
import io.fedics.ingest.IngestConfig;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.SiteOrigin;
import io.fedics.ingest.SiteStore;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.persist.PersistVerticle;
import io.fedics.predict.PredictConfig;
import io.fedics.predict.PredictVerticle;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.VerdictHash;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proof: through the real broker and database, with slow detectors, several partitions and instances, and a change of
 * owners in the middle, the verdicts and incidents are those of the same decisions called directly.
 */
@Timeout(600)
class DeterminismIT {
  private static final String SITE = PlantSite.DEMO.name();
  private static final Instant START = Instant.parse("2026-03-03T09:00:00Z");
  /** Long enough for learned detectors to judge by what the site taught them. */
  private static final SimulationPlan PLAN = SimulationPlan.of(11, 4, START)
      .withDuration(Duration.ofMinutes(45))
      .withScript(Script.ofNames("vertical-scan,syn-flood,brute-force"));

  @TempDir
  private Path folder = Path.of("");

  /** What is compared. */
  private record Outcome(
      long flows,
      String verdictsSha256,
      Map<String, Long> anomalies,
      Map<String, String> incidents) {}

  private static Outcome expected = new Outcome(0, "", Map.of(), Map.of());

  @BeforeAll
  static void callDirectly() {
    expected = direct(1);
    assertThat(expected.incidents()).isNotEmpty();
    assertThat(expected.anomalies()).containsOnlyKeys("iforest", "lstm", "physics");
    assertThat(direct(8)).isEqualTo(expected);
  }

  private static Outcome direct(int partitions) {
    Map<String, Long> anomalies = new TreeMap<>();
    var offline = new Offline(OfflineStages.defaults(), partitions, (_, event) -> {
      if (event instanceof AnomalyDetected found && found.anomaly()) {
        anomalies.merge(found.detector(), 1L, Long::sum);
      }
    });
    var feed = new SimulationFeed(PLAN);
    feed.forEachRemaining(offline::accept);
    OfflineResult result = offline.finish();
    Map<String, String> incidents = new TreeMap<>();
    result
        .incidents()
        .forEach(incident -> incidents.put(
            incident.latest().id().toString(),
            incident.latest().label().wireName() + ' ' + incident.latest().summary()));
    return new Outcome(result.flows(), result.verdictsSha256(), anomalies, incidents);
  }

  @Test
  void onePartition_equalsDirectCalls() throws Exception {
    assertEqual(1, 1, 0, false);
  }

  @Test
  void fourPartitionsSlowDetectorsAndChangeOfOwners_equalsDirectCalls() throws Exception {
    assertEqual(4, 3, 300, true);
  }

  @Test
  @Tag("full")
  void fourPartitions_equalsDirectCalls() throws Exception {
    assertEqual(4, 1, 0, false);
  }

  @Test
  @Tag("full")
  void eightPartitionsSlowDetectorsAndChangeOfOwners_equalsDirectCalls() throws Exception {
    assertEqual(8, 3, 100, true);
  }

  private void assertEqual(int partitions, int instances, long delayMicros, boolean changeOwners)
      throws Exception {
    RealWorld world =
        RealWorld.start(folder, Map.of("kafka.partitions", Integer.toString(partitions)));
    try (StageRuntime runtime = world.runtime(
        Map.of("kafka.partitions", Integer.toString(partitions), "stage.save-every", "300ms"))) {
      var pipeline = new Pipeline(world, runtime, delayMicros);
      List<List<String>> running = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        running.add(pipeline.addInstance());
      }
      var feed = pipeline.feed();
      if (changeOwners) {
        pipeline.awaitFlows(expected.flows() / 3);
        pipeline.remove(running.removeFirst());
        running.add(pipeline.addInstance());
      }
      feed.done().await();
      pipeline.awaitExpected();
      running.forEach(pipeline::remove);
    } finally {
      world.close();
    }
  }

  /** The stages of one process, any number of times. */
  private static final class Pipeline {
    private final RealWorld world;
    private final StageRuntime runtime;
    private final long delayMicros;

    Pipeline(RealWorld world, StageRuntime runtime, long delayMicros) {
      this.world = world;
      this.runtime = runtime;
      this.delayMicros = delayMicros;
    }

    List<String> addInstance() {
      List<String> deployed = new ArrayList<>();
      for (Detectors.Reader reader :
          OfflineStages.defaults().detectors().readers(runtime.partitioner().partitions())) {
        deployed.add(deploy(detector(reader)));
      }
      deployed.addAll(List.of(
          deploy(new PersistVerticle(
              Topic.NETWORK_DATA,
              runtime.io(world.vertx(), "persist-flows", List.of(Topic.NETWORK_DATA), List.of()))),
          deploy(new PersistVerticle(
              Topic.ANOMALIES,
              runtime.io(world.vertx(), "persist-anomalies", List.of(Topic.ANOMALIES), List.of()))),
          deploy(new PersistVerticle(
              Topic.ATTACK_CLASSIFIED,
              runtime.io(
                  world.vertx(), "persist-verdicts", List.of(Topic.ATTACK_CLASSIFIED), List.of()))),
          deploy(new IncidentVerticle(
              p -> new Incidents(IncidentConfig.DEFAULT, p),
              runtime.io(world.vertx(), "incident", List.of(Topic.ATTACK_PREDICTED), List.of()))),
          deploy(new PredictVerticle(
              PredictConfig.DEFAULT,
              runtime.partitioner(),
              runtime.io(
                  world.vertx(),
                  "predict",
                  List.of(Topic.ATTACK_CLASSIFIED),
                  List.of("incident")))),
          deploy(new ClassifyVerticle(
              ClassifyConfig.DEFAULT,
              LabelModels.only(OfflineStages.defaults().verdict()),
              runtime.partitioner(),
              runtime.io(
                  world.vertx(),
                  "classify",
                  List.of(Topic.HOST_ACTIVITY, Topic.ANOMALIES),
                  List.of("predict")))),
          deploy(new AggregateVerticle(
              AggregateConfig.DEFAULT,
              runtime.io(
                  world.vertx(),
                  "aggregate",
                  List.of(Topic.NETWORK_DATA),
                  List.of("physics-host", "classify"))))));
      return deployed;
    }

    private DetectVerticle detector(Detectors.Reader reader) {
      return new DetectVerticle(
          p -> new Slow(reader.decision().apply(p), delayMicros, p),
          runtime.io(world.vertx(), reader.stage(), reader.topics(), List.of("classify")));
    }

    private String deploy(Deployable verticle) {
      return world
          .vertx()
          .deployVerticle(
              verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
          .await();
    }

    void remove(List<String> instance) {
      instance.forEach(id -> world.vertx().undeploy(id).await());
    }

    FeedVerticle feed() {
      Iterator<FlowObserved> flows = new SimulationFeed(PLAN);
      var origin = new SiteOrigin("test", false, "00ff", null, null);
      var verticle = new FeedVerticle(
          new SiteStore(world.pool()),
          runtime.writer(),
          runtime.partitioner(),
          ActiveModels.SHIPPED,
          IngestConfig.from(new Settings(Map.of("ingest.chunk", "500"))),
          Clock.systemUTC(),
          new FeedVerticle.Feed(Map.of(SITE, origin), flows, new Pace.Max(), _ -> {}));
      deploy(verticle);
      return verticle;
    }

    void awaitFlows(long count) {
      while (world.query("SELECT count(*) FROM flows").iterator().next().getLong(0) < count) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }

    /** Asks until it is as expected, or nothing has changed for a minute; then says what is different. */
    void awaitExpected() {
      Outcome outcome = outcome();
      long changed = System.nanoTime();
      while (!outcome.equals(expected)
          && System.nanoTime() - changed < TimeUnit.SECONDS.toNanos(60)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        Outcome now = outcome();
        if (!now.equals(outcome)) {
          changed = System.nanoTime();
          outcome = now;
        }
      }
      assertThat(outcome).isEqualTo(expected);
    }

    private Outcome outcome() {
      var hash = new VerdictHash();
      world
          .query(
              "SELECT observed_at, event_id, site, host, label, attacker, score FROM classifications")
          .forEach(row -> hash.add(
              row.getOffsetDateTime(0).withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
              row.getUUID(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getDouble(6)));
      world
          .query("SELECT site, second, hosts FROM benign_counts")
          .forEach(row -> hash.addBenign(row.getString(0), row.getLong(1), row.getLong(2)));
      Map<String, String> incidents = new TreeMap<>();
      world
          .query("SELECT id, label, summary FROM incidents")
          .forEach(row ->
              incidents.put(row.getUUID(0).toString(), row.getString(1) + ' ' + row.getString(2)));
      long flows = world.query("SELECT count(*) FROM flows").iterator().next().getLong(0);
      Map<String, Long> anomalies = new TreeMap<>();
      world
          .query("SELECT detector, count(*) FROM anomalies WHERE is_anomaly GROUP BY detector")
          .forEach(row -> anomalies.put(row.getString(0), row.getLong(1)));
      return new Outcome(flows, hash.hex(), anomalies, incidents);
    }
  }

  /** The same decision, now and then late. */
  private record Slow(Decision decision, long mostMicros, RandomGenerator random)
      implements Decision {
    Slow(Decision decision, long mostMicros, int seed) {
      this(decision, mostMicros, RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    }

    @Override
    public boolean onEvent(Event event, Outputs out) {
      if (mostMicros > 0 && random.nextInt(20) == 0) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextLong(20 * mostMicros)));
      }
      return decision.onEvent(event, out);
    }

    @Override
    public boolean forget(String site, long lastSecond, Outputs out) {
      return decision.forget(site, lastSecond, out);
    }

    @Override
    public List<KeyedState<?>> state() {
      return decision.state();
    }
  }
}
