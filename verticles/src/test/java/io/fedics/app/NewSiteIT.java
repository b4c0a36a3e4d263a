package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.detect.DetectVerticle;
import io.fedics.detect.domain.learned.RecordScoring;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.ingest.FeedVerticle;
import io.fedics.ingest.IngestConfig;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SiteOrigin;
import io.fedics.ingest.SiteStore;
import io.fedics.sample.RecordBundles;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.RecordScored;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A site that is new behind an activation, through the real broker and database. */
@Timeout(120)
class NewSiteIT {
  private static final int PARTITIONS = 2;
  private static final Map<String, String> SETTINGS = Map.of(
      "kafka.partitions", Integer.toString(PARTITIONS),
      "ingest.chunk", "50",
      "detect.route-verdicts", "true");
  private static final Instant START = Instant.parse("2026-03-03T09:01:00Z");
  private static final Bundle ACTIVE = RecordBundles.bundle(RecordTable.NSL_KDD_10, "intrusion");

  private static final OneMoreModel MODELS = new OneMoreModel(ACTIVE);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void records_ofSitesThatAreNew_areAllJudgedByTheActivatedModel() throws Exception {
    RealWorld world = RealWorld.start(folder, SETTINGS);
    try (StageRuntime runtime = world.runtime(SETTINGS)) {
      deploy(
          world,
          new DetectVerticle(
              partition -> new RecordScoring(partition, MODELS),
              runtime.io(
                  world.vertx(), RecordScoring.STAGE, List.of(Topic.NETWORK_DATA), List.of())));
      // Seconds of the late one are passed before it has a flow.
      List<FlowObserved> flows = new ArrayList<>(flows("early", START, 200));
      flows.addAll(flows("late", START.plusSeconds(200), 100));
      var feed = new FeedVerticle(
          new SiteStore(world.pool()),
          runtime.writer(),
          runtime.partitioner(),
          MODELS.activated(false),
          IngestConfig.from(new Settings(SETTINGS)),
          Clock.systemUTC(),
          new FeedVerticle.Feed(
              Map.of("early", origin(), "late", origin()),
              flows.iterator(),
              new Pace.Max(),
              _ -> {}));
      deploy(world, feed);
      feed.done().await();
      List<RecordScored> scored = scored(world, flows.size());
      assertThat(scored).hasSize(flows.size());
      assertThat(scored)
          .extracting(
              it -> Objects.requireNonNull(it.verdict(), it::failure).model().sha256())
          .containsOnly(ACTIVE.sha256());
    } finally {
      world.close();
    }
  }

  private static SiteOrigin origin() {
    return new SiteOrigin("test", false, "00ff", null, null);
  }

  /** One a second, of ten hosts. */
  private static List<FlowObserved> flows(String site, Instant start, int count) {
    var features =
        new Features("nsl-kdd/10", List.of("a", "a", "7", "0", "0", "0", "0", "0", "0", "0"));
    return IntStream.range(0, count)
        .mapToObj(n -> FlowObserved.builder("csv", start.plusSeconds(n))
            .srcIp("10.0.0." + n % 10)
            .dstIp("10.0.1.1")
            .features(features)
            .build(EventId.of(site, n), site, "file/x", n))
        .toList();
  }

  private static void deploy(RealWorld world, Deployable verticle) {
    world
        .vertx()
        .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await();
  }

  /** What is on the topic once there are so many. */
  private static List<RecordScored> scored(RealWorld world, int count) {
    var codec = new EventCodec();
    var settings = Map.<String, Object>of("bootstrap.servers", world.endpoints().bootstrap());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = IntStream.range(0, PARTITIONS)
          .mapToObj(partition -> new TopicPartition(Topic.PREDICTIONS.topicName(), partition))
          .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      List<RecordScored> found = new ArrayList<>();
      while (found.size() < count) {
        consumer.poll(Duration.ofMillis(50)).forEach(raw -> {
          if (codec.decode(raw.value()) instanceof RecordScored scored) {
            found.add(scored);
          }
        });
      }
      return found;
    }
  }
}
