package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.RowWriter;
import io.fedics.shared.stage.StageHealth;
import io.fedics.shared.stage.StageIo;
import io.fedics.shared.stage.StageIoContract;
import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.stage.StageWork;
import io.fedics.shared.topic.Topic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept through the real broker and the real database. */
@Timeout(60)
class KafkaStageIoIT extends StageIoContract {
  private static final Map<String, String> SETTINGS =
      Map.of("kafka.partitions", "1", "stage.save-every", "200ms");
  private static final EventCodec CODEC = new EventCodec();
  private static int tests;

  @TempDir
  private static @Nullable Path folder;

  private static @Nullable RealWorld world;
  private @Nullable KafkaBench bench;

  @BeforeAll
  static void startWorld() throws Exception {
    world =
        RealWorld.start(java.util.Objects.requireNonNull(folder), Map.of("kafka.partitions", "1"));
  }

  @AfterAll
  static void stopWorld() throws InterruptedException {
    java.util.Objects.requireNonNull(world).close();
  }

  @BeforeEach
  void newBench() {
    bench = new KafkaBench(java.util.Objects.requireNonNull(world), "counting-" + tests++);
  }

  @AfterEach
  void closeBench() {
    java.util.Objects.requireNonNull(bench).close();
  }

  @Override
  protected Bench bench() {
    return java.util.Objects.requireNonNull(bench);
  }

  @Test
  void run_brokerLostWhatWasHandled_goesOnWithWhatComesNext() {
    KafkaBench here = java.util.Objects.requireNonNull(bench);
    long end = here.kept();
    here.world.query("UPDATE stage_offsets SET next = ARRAY[next[1] + 1000] WHERE stage = '%s'"
        .formatted(here.stage));
    StageIo io = bench().start(StageWork.deciding(_ -> new Taking()));
    bench().awaitHealth(io, StageHealth.State.RUNNING);
    assertThat(here.kept()).isEqualTo(end); // before anything was read: the next claim begins here

    bench()
        .append(Topic.NETWORK_DATA, 0, CODEC.encode(new SourceOpened("demo", "test", 1, "s1", 0)));

    assertThat(bench().awaitRead(1).difference()).isZero();
    assertThat(io.health().state()).isEqualTo(StageHealth.State.RUNNING);
  }

  private static final class Taking implements Decision {
    @Override
    public boolean onEvent(Event event, Outputs out) {
      return true;
    }

    @Override
    public boolean forget(String site, long lastSecond, Outputs out) {
      return true;
    }

    @Override
    public List<KeyedState<?>> state() {
      return List.of();
    }
  }

  @Test
  void run_batchThatFailsAgainAndAgain_isLagAndStandsUntilItIsBehind() {
    KafkaBench here = java.util.Objects.requireNonNull(bench);
    var away = new AtomicBoolean(true);
    StageIo io = here.start(StageWork.storing(new RowWriter() {
      @Override
      public boolean stores(Event event) {
        return true;
      }

      @Override
      public Future<Void> write(SqlConnection db, List<Event> events) {
        return away.get()
            ? Future.failedFuture(new StageException(new StageFailure.Unavailable("away")))
            : Future.succeededFuture();
      }
    }));
    here.append(Topic.NETWORK_DATA, 0, CODEC.encode(new SourceOpened("demo", "test", 1, "s1", 0)));

    here.awaitSnapshot(now -> now.setBack() == 1 && now.lag() == 1);
    assertThat(io.health().state()).isEqualTo(StageHealth.State.RETRYING);

    away.set(false);
    here.awaitSnapshot(now -> now.setBack() == 0 && now.lag() == 0 && now.writtenFrom() == 1);
    here.awaitHealth(io, StageHealth.State.RUNNING);
  }

  @Test
  void write_recordThatTheBrokerRefuses_isADefect() {
    KafkaBench here = java.util.Objects.requireNonNull(bench);
    var large = new SourceOpened("demo", "test", 1, "s".repeat(17 << 20), 0);

    Throwable refused = Future.<Void>future(done -> here.world.vertx().runOnContext(_ -> {
          EventWriter.Batch batch =
              here.runtime.writer().batch(here.world.vertx().getOrCreateContext());
          batch.toPartition(Topic.NETWORK_DATA, 0, large);
          batch.acknowledged().onComplete(done);
        }))
        .<Throwable>map(_ -> new IllegalStateException("written"))
        .otherwise(Function.identity())
        .await();

    assertThat(StageException.failureOf(refused)).isInstanceOf(StageFailure.Defect.class);
    assertThat(refused).hasMessageContaining("RecordTooLargeException");
  }

  /** A stage of its own name, which begins where the topic ends now. */
  private static final class KafkaBench implements StageIoContract.Bench {
    private final RealWorld world;
    private final String stage;
    private final StageRuntime runtime;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<StageIo, String> deployments = new HashMap<>();
    private final Map<TopicPartition, Long> before = new HashMap<>();

    KafkaBench(RealWorld world, String stage) {
      this.world = world;
      this.stage = stage;
      this.runtime = world.runtime(SETTINGS);
      Map<String, Object> at = Map.of(
          "bootstrap.servers",
          world.endpoints().bootstrap(),
          "max.request.size",
          16 << 20,
          "linger.ms",
          0);
      producer = new KafkaProducer<>(at, new ByteArraySerializer(), new ByteArraySerializer());
      consumer = new KafkaConsumer<>(
          Map.of(
              "bootstrap.servers",
              world.endpoints().bootstrap(),
              "max.partition.fetch.bytes",
              16 << 20),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer());
      for (Topic topic : Topic.STANDING) {
        before.put(partition(topic), 0L);
      }
      before.putAll(consumer.endOffsets(before.keySet()));
      long start = before.getOrDefault(partition(Topic.NETWORK_DATA), 0L);
      String id = world.topicIds().getOrDefault(Topic.NETWORK_DATA, "");
      world.query(
          "INSERT INTO stage_offsets (stage, part, epoch, topic_ids, next) VALUES ('%s', 0, 1, '{%s}', '{%d}')"
              .formatted(stage, id, start));
    }

    /** Next offset as the database has it. */
    long kept() {
      return world
          .query("SELECT next[1] FROM stage_offsets WHERE stage = '%s'".formatted(stage))
          .iterator()
          .next()
          .getLong(0);
    }

    private static TopicPartition partition(Topic topic) {
      return new TopicPartition(topic.topicName(), 0);
    }

    @Override
    public void append(Topic topic, int partition, byte @Nullable [] value) {
      try {
        producer
            .send(new ProducerRecord<>(topic.topicName(), partition, null, value))
            .get();
      } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public StageIo start(StageWork work) {
      var verticle = new Running(work);
      String id = world
          .vertx()
          .deployVerticle(
              verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
          .await();
      StageIo io = java.util.Objects.requireNonNull(verticle.io);
      deployments.put(io, id);
      return io;
    }

    private final class Running extends VerticleBase {
      private final StageWork work;
      private @Nullable StageIo io;

      Running(StageWork work) {
        this.work = work;
      }

      @Override
      public Future<?> start() {
        StageIo opened = runtime.io(vertx, stage, List.of(Topic.NETWORK_DATA), List.of());
        io = opened;
        return opened.run(work);
      }

      @Override
      public Future<?> stop() {
        return io == null ? Future.succeededFuture() : io.close();
      }
    }

    @Override
    public void stop(StageIo io) {
      String id = deployments.remove(io);
      if (id != null) {
        world.vertx().undeploy(id).await();
      }
    }

    @Override
    public void fence(int partition) {
      world.query("UPDATE stage_offsets SET epoch = epoch + 1 WHERE stage = '%s'".formatted(stage));
    }

    @Override
    public List<Event> awaitEvents(Topic topic, int partition, int count) {
      TopicPartition from = partition(topic);
      consumer.assign(List.of(from));
      consumer.seek(from, before.getOrDefault(from, 0L));
      var events = new ArrayList<Event>();
      await(() -> {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(found -> events.add(CODEC.decode(found.value())));
        return events.size() >= count;
      });
      return events;
    }

    @Override
    public StageMetrics.Snapshot awaitRead(long records) {
      StageMetrics metrics = runtime.metrics(stage);
      await(() -> metrics.snapshot().read() == records && metrics.snapshot().inFlight() == 0);
      return metrics.snapshot();
    }

    void awaitSnapshot(Predicate<StageMetrics.Snapshot> condition) {
      StageMetrics metrics = runtime.metrics(stage);
      await(() -> condition.test(metrics.snapshot()));
    }

    @Override
    public void awaitHealth(StageIo io, StageHealth.State state) {
      await(() -> io.health().state() == state);
    }

    /** Asks again until it holds; the test's own time limit ends it. */
    private static void await(BooleanSupplier condition) {
      while (!condition.getAsBoolean()) {
        LockSupport.parkNanos(1_000_000);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
      }
    }

    void close() {
      List.copyOf(deployments.keySet()).forEach(this::stop);
      runtime.close();
      producer.close();
      consumer.close();
    }
  }
}
