package io.fedics.shared.stage;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic that others write: whatever its number of partitions and whatever their keys, all of it by one owner, so
 * that it is known how far the whole topic was read. Poll, handle, commit, poll again. Next offsets are those of the
 * group {@code PREFIX-STAGE} ({@code kafka.group-prefix}), committed after all that a batch caused is acknowledged: a repeat gives the same events, and
 * readers know repeats. Run it on a worker context.
 */
public final class ForeignIo {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignIo.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long RETRY_MILLIS = 1_000;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int ANSWER_MILLIS = 10_000;

  private final Vertx vertx;
  private final String bootstrap;
  private final String stage;
  private final Topic topic;
  private final StageMetrics metrics;
  private final StageConfig config;
  private final ForeignFailure failures;
  private final Promise<Void> stopped = Promise.promise();
  private final Map<TopicPartition, Long> newest = new HashMap<>();
  private final ExpiredRecords expired;
  private @Nullable KafkaReadStream<byte[], byte[]> stream;
  private @Nullable ForeignWork work;
  private String topicId = "";
  private long lastLook;
  private volatile StageHealth health = StageHealth.of(StageHealth.State.STARTING);
  private volatile boolean stopping;

  ForeignIo(
      Vertx vertx,
      String bootstrap,
      String stage,
      Topic topic,
      StageMetrics metrics,
      StageConfig config) {
    this.vertx = vertx;
    this.bootstrap = bootstrap;
    this.stage = stage;
    this.topic = topic;
    this.metrics = metrics;
    this.config = config;
    this.failures = new ForeignFailure(topic.topicName(), group());
    this.expired = new ExpiredRecords(stage);
  }

  /** Begins, and goes on until {@link #close}, whatever fails; only a defect or a record that cannot be read ends it. */
  public Future<Void> run(ForeignWork work) {
    this.work = work;
    metrics.deployed(1);
    vertx.runOnContext(_ -> open());
    return Future.succeededFuture();
  }

  private ForeignWork work() {
    return Objects.requireNonNull(work);
  }

  private KafkaReadStream<byte[], byte[]> stream() {
    return Objects.requireNonNull(stream);
  }

  private Consumer<byte[], byte[]> consumer() {
    return stream().unwrap();
  }

  private void open() {
    if (stopping) {
      end();
      return;
    }
    work()
        .begin()
        .compose(_ -> assign())
        .onComplete(
            _ -> {
              health = StageHealth.of(StageHealth.State.RUNNING);
              next();
            },
            this::onFailure);
  }

  /** Everything of the topic, from where the group left it; from its beginning where it never was. */
  private Future<Void> assign() {
    KafkaReadStream<byte[], byte[]> opened = KafkaReadStream.create(vertx, settings());
    stream = opened;
    newest.clear();
    List<TopicPartition> all = describe();
    consumer().assign(all);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer().committed(Set.copyOf(all));
    Map<TopicPartition, Long> oldest = consumer().beginningOffsets(all);
    for (TopicPartition partition : all) {
      OffsetAndMetadata next = committed.get(partition);
      if (next == null) {
        consumer().seekToBeginning(List.of(partition));
      } else {
        expired.begin(partition, next.offset(), oldest.getOrDefault(partition, 0L));
        consumer().seek(partition, next.offset());
      }
    }
    return opened.subscription().mapEmpty(); // any task starts the stream's thread
  }

  /** Learns the topic's id and partitions. */
  private List<TopicPartition> describe() {
    lastLook = System.nanoTime();
    try (Admin admin = Admin.create(Map.of(
        "bootstrap.servers", bootstrap,
        "default.api.timeout.ms", ANSWER_MILLIS,
        "request.timeout.ms", ANSWER_MILLIS / 2))) {
      Map<String, TopicDescription> byName =
          admin.describeTopics(List.of(topic.topicName())).allTopicNames().get();
      TopicDescription found = Objects.requireNonNull(byName.get(topic.topicName()));
      topicId = found.topicId().toString();
      return found.partitions().stream()
          .map(partition -> new TopicPartition(topic.topicName(), partition.partition()))
          .toList();
    } catch (ExecutionException e) {
      throw new StageException(failures.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(
          new StageFailure.Unavailable("topic " + topic.topicName() + ": interrupted"), e);
    }
  }

  private void next() {
    if (stopping) {
      end();
      return;
    }
    long now = System.currentTimeMillis(); // before the poll: what comes later is not read yet
    stream()
        .poll(POLL)
        .compose(batch -> handle(batch, now))
        .compose(_ -> lookForNewPartitions())
        .onComplete(_ -> next(), this::onFailure);
  }

  private Future<Void> handle(ConsumerRecords<byte[], byte[]> batch, long now) {
    var records = new ArrayList<ForeignRecord>(batch.count());
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> raw : batch) {
      ForeignRecord record = recordOf(raw);
      records.add(record);
      var partition = new TopicPartition(raw.topic(), raw.partition());
      if (!record.isAhead(now)
          && !record.isOfNoClock()) { // a wrong clock says nothing of what others sent
        newest.merge(partition, raw.timestamp(), Math::max);
      }
      next.put(partition, new OffsetAndMetadata(raw.offset() + 1));
    }
    batch.partitions().forEach(partition -> sayExpired(partition, batch.records(partition)));
    metrics.unread(this, UnreadRecords.of(consumer()));
    StageMetrics.Tally tally = metrics.begin(records.size());
    return work()
        .handle(new ForeignWork.Batch(records, readThrough(now), now))
        .compose(dead -> next.isEmpty()
            ? Future.succeededFuture(dead)
            : stream().commit(next).map(_ -> dead))
        .onSuccess(dead -> {
          for (int i = 0; i < records.size(); i++) {
            if (i < dead) {
              tally.deadLettered();
            } else {
              tally.handled();
            }
          }
          tally.settle();
          metrics.wrote(records.size());
        })
        .onFailure(_ -> tally.takeBack())
        .mapEmpty();
  }

  private void sayExpired(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    expired.read(
        partition,
        records.getFirst().offset(),
        records.getLast().offset() + 1,
        () -> oldest(partition));
  }

  /** 0 when the broker does not say: nothing is told then, and the batch goes on. */
  private long oldest(TopicPartition partition) {
    try {
      return consumer().beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    } catch (KafkaException e) {
      LOG.debug("{}: oldest record of {} is not known: {}", stage, partition, e.toString());
      return 0;
    }
  }

  private ForeignRecord recordOf(ConsumerRecord<byte[], byte[]> raw) {
    byte[] value = raw.value() == null ? new byte[0] : raw.value();
    return new ForeignRecord(topic, topicId, raw.partition(), raw.offset(), raw.timestamp(), value);
  }

  private long readThrough(long now) {
    long through = now;
    for (TopicPartition partition : consumer().assignment()) {
      boolean atEnd = consumer().currentLag(partition).orElse(1) == 0;
      through = Math.min(through, atEnd ? now : newest.getOrDefault(partition, Long.MIN_VALUE));
    }
    return through;
  }

  /** Their owner may add partitions, or make the topic anew. */
  private Future<Void> lookForNewPartitions() {
    if (System.nanoTime() - lastLook < LOOK_NANOS) {
      return Future.succeededFuture();
    }
    String before = topicId;
    int partitions = describe().size();
    return before.equals(topicId) && partitions == consumer().assignment().size()
        ? Future.succeededFuture()
        : Future.failedFuture(new StageException(
            new StageFailure.Unavailable("topic " + topic.topicName() + " has changed")));
  }

  private void onFailure(Throwable error) {
    if (stopping) {
      end();
      return;
    }
    switch (failures.of(error)) {
      case StageFailure.Unavailable unavailable -> retry(unavailable.detail());
      case StageFailure.Fenced fenced -> {
        metrics.fenced();
        retry(fenced.detail());
      }
      case StageFailure.Malformed malformed -> fail(malformed.detail(), error);
      case StageFailure.Defect defect -> fail("a defect: " + defect.detail(), error);
    }
  }

  private void retry(String detail) {
    metrics.retried();
    if (health.state() != StageHealth.State.RETRYING) {
      LOG.warn("{}: back to the last commit: {}", stage, detail);
    }
    health = new StageHealth(StageHealth.State.RETRYING, detail);
    closeStream()
        .transform(_ -> vertx.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS))
        .onComplete(_ -> open());
  }

  private void fail(String detail, Throwable error) {
    LOG.error("{}: stopped: {}", stage, detail, error);
    health = new StageHealth(StageHealth.State.FAILED, detail);
    closeStream().onComplete(_ -> stopped.tryComplete());
  }

  private Future<Void> closeStream() {
    KafkaReadStream<byte[], byte[]> open = stream;
    stream = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private void end() {
    closeStream().transform(_ -> work().end()).onComplete(_ -> stopped.tryComplete());
  }

  /** Finishes the batch; the next start goes on behind it. */
  public Future<Void> close() {
    stopping = true;
    metrics.deployed(-1);
    return stopped.future().onComplete(_ -> health = StageHealth.of(StageHealth.State.STOPPED));
  }

  public StageHealth health() {
    return health;
  }

  private String group() {
    return config.group(stage);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = ClientSettings.of(bootstrap);
    settings.put("group.id", group());
    settings.put("enable.auto.commit", "false");
    // An offset that expired, or is of a topic made anew: looked at again, from the oldest there
    // is.
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", Integer.toString(config.maxPollRecords()));
    settings.put("fetch.max.wait.ms", "100");
    settings.put("default.api.timeout.ms", Integer.toString(ANSWER_MILLIS));
    settings.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
    settings.put(
        "value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
    return settings;
  }
}
