package io.fedics.shared.stage;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.error.StageException;
import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows topics from now on, for live views: no group, no offsets, nothing is promised. What it misses, people get from
 * the database.
 */
public final class LiveTail {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTail.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final KafkaReadStream<Void, RecordBytes> stream;
  private final int partitions;
  private final Duration pause;
  private final EventCodec codec = new EventCodec();
  private final Promise<Void> stopped = Promise.promise();
  private volatile boolean stopping;

  LiveTail(Vertx vertx, String bootstrap, int partitions, Duration pause) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.pause = pause;
    this.stream = KafkaReadStream.create(vertx, settings(bootstrap));
  }

  private static Map<String, Object> settings(String bootstrap) {
    Map<String, Object> settings = ClientSettings.of(bootstrap);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "latest");
    settings.put("max.poll.records", "2000");
    settings.put("key.deserializer", UnreadKey.class.getName());
    settings.put("value.deserializer", RecordBytesDeserializer.class.getName());
    return settings;
  }

  /** Hands over every event from now on, on the caller's context; records that cannot be read are passed over. */
  public Future<Void> start(List<Topic> topics, Consumer<Event> onEvent) {
    var all = new ArrayList<TopicPartition>();
    for (Topic topic : topics) {
      for (int partition = 0; partition < partitions; partition++) {
        all.add(new TopicPartition(topic.topicName(), partition));
      }
    }
    stream.unwrap().assign(all);
    stream.unwrap().seekToEnd(all);
    return stream.subscription().<Void>mapEmpty().onSuccess(_ -> next(onEvent));
  }

  private void next(Consumer<Event> onEvent) {
    if (stopping) {
      stopped.tryComplete();
      return;
    }
    stream
        .poll(POLL)
        .map(batch -> {
          deliver(batch, onEvent);
          return null;
        })
        .compose(_ -> paused())
        .onComplete(_ -> next(onEvent), error -> {
          if (!stopping) {
            LOG.warn("live tail: {}", error.getMessage());
          }
          vertx
              .timer(stopping ? 1 : RETRY_MILLIS, TimeUnit.MILLISECONDS)
              .onComplete(_ -> next(onEvent));
        });
  }

  private Future<?> paused() {
    return pause.isZero()
        ? Future.succeededFuture()
        : vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void deliver(ConsumerRecords<Void, RecordBytes> batch, Consumer<Event> onEvent) {
    batch.forEach(received -> {
      try {
        onEvent.accept(codec.decode(RecordBytesDeserializer.valueOf(received)));
      } catch (StageException e) {
        LOG.debug("live tail passes over {}: {}", received.topic(), e.getMessage());
      }
    });
  }

  public Future<Void> close() {
    stopping = true;
    stream.unwrap().wakeup();
    return stopped.future().compose(_ -> stream.close());
  }
}
