package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.persist.PersistVerticle;
import io.fedics.persist.Samples;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records whose contents the real database refuses, on their way from the real broker. */
@Tag("fault")
@Timeout(120)
class RefusedRowIT {
  private static final EventCodec CODEC = new EventCodec();

  @Test
  void persist_recordsThatTheDatabaseRefuses_areDeadLettersAndAllOthersAreStored(
      @TempDir Path folder) throws Exception {
    RealWorld world = RealWorld.start(folder, Map.of("kafka.partitions", "1"));
    try (StageRuntime runtime = world.runtime(Map.of("kafka.partitions", "1"))) {
      refuseFlowsOf(world, "refused");
      send(world, IntStream.range(0, 300).mapToObj(RefusedRowIT::flow).toList());

      deploy(world, runtime, "persist-flows", Topic.NETWORK_DATA);
      deploy(world, runtime, "persist-dead-letters", Topic.DEAD_LETTERS);

      awaitHandled(runtime.metrics("persist-flows"), 300);
      awaitHandled(runtime.metrics("persist-dead-letters"), 2);
      assertThat(number(world, "SELECT count(*) FROM flows")).isEqualTo(298);
      assertThat(number(world, "SELECT sum(flows) FROM flow_minutes")).isEqualTo(298);
      assertThat(number(world, "SELECT next[1] FROM stage_offsets WHERE stage = 'persist-flows'"))
          .isEqualTo(300);
      assertThat(number(
              world,
              "SELECT count(*) FROM dead_letters WHERE record_offset = 7"
                  + " AND reason LIKE '%of no range (22003)%'"))
          .isEqualTo(1);
      assertThat(number(
              world,
              "SELECT count(*) FROM dead_letters WHERE record_offset = 170"
                  + " AND reason LIKE '%(54000)%'"))
          .isEqualTo(1);
      StageMetrics.Snapshot counters = runtime.metrics("persist-flows").snapshot();
      assertThat(counters.deadLettered()).isEqualTo(2);
      assertThat(counters.difference()).isZero();
      assertThat(counters.setBack()).isZero();
      world.vertx().deploymentIDs().forEach(id -> world.vertx().undeploy(id).await());
    } finally {
      world.close();
    }
  }

  private static void refuseFlowsOf(RealWorld world, String service) {
    world.query("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        + " RAISE EXCEPTION 'of no range' USING ERRCODE = '22003'; END $$");
    world.query("CREATE TRIGGER refuse BEFORE INSERT ON flows FOR EACH ROW WHEN (NEW.service = '"
        + service + "') EXECUTE FUNCTION refuse()");
  }

  /** Two of them no table takes: the second one's address is too long for the index. */
  private static FlowObserved flow(int n) {
    return switch (n) {
      case 7 ->
        FlowObserved.builder("csv", Samples.at(n))
            .srcIp(Samples.ATTACKER)
            .service("refused")
            .build(EventId.of("flow", "a", n), "a", "test", n);
      case 170 ->
        FlowObserved.builder("csv", Samples.at(n))
            .srcIp(new Random(17)
                .ints(30_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString())
            .build(EventId.of("flow", "a", n), "a", "test", n);
      default -> Samples.flow("a", n);
    };
  }

  private static void send(RealWorld world, List<FlowObserved> flows) throws Exception {
    Map<String, Object> at = Map.of("bootstrap.servers", world.endpoints().bootstrap());
    try (var producer =
        new KafkaProducer<>(at, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Event flow : flows) {
        producer
            .send(new ProducerRecord<>(
                Topic.NETWORK_DATA.topicName(),
                0,
                flow.site().getBytes(StandardCharsets.UTF_8),
                CODEC.encode(flow)))
            .get();
      }
    }
  }

  private static void deploy(RealWorld world, StageRuntime runtime, String stage, Topic topic) {
    world
        .vertx()
        .deployVerticle(
            new PersistVerticle(topic, runtime.io(world.vertx(), stage, List.of(topic), List.of())),
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await();
  }

  private static void awaitHandled(StageMetrics metrics, long records) {
    while (metrics.handled() < records) {
      LockSupport.parkNanos(1_000_000);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static long number(RealWorld world, String sql) {
    return world.query(sql).iterator().next().getNumeric(0).longValue();
  }
}
