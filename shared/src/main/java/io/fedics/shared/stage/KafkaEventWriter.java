package io.fedics.shared.stage;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.StageException;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Sighting;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One idempotent producer for the whole process: order per partition is kept, batches are fuller. Never gives up: a
 * broker that is away only delays. A record that it refuses is a defect.
 */
final class KafkaEventWriter implements EventWriter, AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final EventCodec codec = new EventCodec();
  private final Partitioner partitioner;

  KafkaEventWriter(String bootstrap, String compression, Partitioner partitioner) {
    this.partitioner = partitioner;
    this.producer = new KafkaProducer<>(
        settings(bootstrap, compression), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Map<String, Object> settings(String bootstrap, String compression) {
    Map<String, Object> settings = ClientSettings.of(bootstrap);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
    settings.put("max.block.ms", "120000");
    settings.put("batch.size", "131072");
    settings.put("linger.ms", "5");
    settings.put("compression.type", compression);
    settings.put("max.request.size", Integer.toString(16 << 20));
    return settings;
  }

  @Override
  public Batch batch(Context context) {
    return new KafkaBatch(context, Acknowledgements.NONE);
  }

  /** The same producer, whose caller is told of every record. */
  EventWriter telling(Acknowledgements told) {
    return context -> new KafkaBatch(context, told);
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(2));
  }

  /** An incident or a run has a name that no other site has. */
  static String keyOf(Topic topic, String host, Event event) {
    if (topic == Topic.ALERTS || topic == Topic.FL_EVENTS) {
      return host;
    }
    return host.isEmpty() ? event.site() : event.site() + '|' + host;
  }

  /** Whom a record is about, for readers of other programs; its partition is the writer's choice. */
  static byte[] keyOf(Event event) {
    String key =
        switch (event) {
          case AnomalyDetected finding -> finding.site() + '|' + finding.host();
          case Sighting sighting -> sighting.subject();
          case DeadLetter letter -> letter.topic();
          default -> event.site();
        };
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private final class KafkaBatch implements Batch {
    private final Promise<Void> done = Promise.promise();
    private final AtomicInteger unacknowledged =
        new AtomicInteger(1); // 1: the batch itself, until closed
    private final Context context;
    private final Acknowledgements told;
    private long size;

    KafkaBatch(Context context, Acknowledgements told) {
      this.context = context;
      this.told = told;
    }

    @Override
    public void toHost(Topic topic, String host, Event event) {
      byte[] key = keyOf(topic, host, event).getBytes(StandardCharsets.UTF_8);
      send(topic, partitioner.partitionOf(event.site(), host), key, codec.encode(event), event);
    }

    @Override
    public void toPartition(Topic topic, int partition, Event event) {
      send(topic, partition, keyOf(event), codec.encode(event), event);
    }

    @Override
    public void toAllPartitions(Topic topic, Event event) {
      byte[] bytes = codec.encode(event);
      for (int partition = 0; partition < partitioner.partitions(); partition++) {
        send(topic, partition, keyOf(event), bytes, event);
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the call-back tells; a future per record costs
    private void send(Topic topic, int partition, byte[] key, byte[] bytes, Event event) {
      unacknowledged.incrementAndGet();
      size++;
      producer.send(
          new ProducerRecord<>(topic.topicName(), partition, key, bytes), onCompletion(event));
    }

    /** Keeps the event until its acknowledgement only when somebody is told. */
    private Callback onCompletion(Event event) {
      if (told.equals(Acknowledgements.NONE)) {
        return (_, error) -> onAcknowledged(error);
      }
      return (_, error) -> {
        if (error == null) {
          told.acknowledged(event);
        }
        onAcknowledged(error);
      };
    }

    /** On the producer's thread: continues on the caller's. */
    private void onAcknowledged(@Nullable Exception error) {
      if (error != null) {
        var failure = new StageException(BrokerFailure.of(error), error);
        context.runOnContext(_ -> done.tryFail(failure));
      } else if (unacknowledged.decrementAndGet() == 0) {
        context.runOnContext(_ -> done.tryComplete());
      }
    }

    @Override
    public Future<Void> acknowledged() {
      onAcknowledged(null);
      return done.future();
    }

    @Override
    public long size() {
      return size;
    }
  }
}
