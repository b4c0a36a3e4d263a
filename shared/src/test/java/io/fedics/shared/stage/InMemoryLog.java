package io.fedics.shared.stage;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Topics in memory, as bytes: what goes in must come out of the codec. */
public final class InMemoryLog implements EventWriter {
  private final EventCodec codec = new EventCodec();
  private final Partitioner partitioner;
  private final Map<Topic, List<List<byte[]>>> topics = new EnumMap<>(Topic.class);

  public InMemoryLog(int partitions) {
    this.partitioner = new Partitioner(partitions);
    for (Topic topic : Topic.values()) {
      topics.put(
          topic,
          IntStream.range(0, partitions)
              .<List<byte[]>>mapToObj(_ -> new ArrayList<>())
              .toList());
    }
  }

  public int partitions() {
    return partitioner.partitions();
  }

  public void append(Topic topic, int partition, byte[] value) {
    of(topic, partition).add(value);
  }

  List<byte[]> of(Topic topic, int partition) {
    return topics.getOrDefault(topic, List.of()).get(partition);
  }

  public List<Event> events(Topic topic, int partition) {
    return of(topic, partition).stream().map(codec::decode).toList();
  }

  @Override
  public Batch batch(Context context) {
    return new Batch() {
      private long size;

      @Override
      public void toHost(Topic topic, String host, Event event) {
        toPartition(topic, partitioner.partitionOf(event.site(), host), event);
      }

      @Override
      public void toPartition(Topic topic, int partition, Event event) {
        size++;
        append(topic, partition, codec.encode(event));
      }

      @Override
      public void toAllPartitions(Topic topic, Event event) {
        for (int partition = 0; partition < partitions(); partition++) {
          toPartition(topic, partition, event);
        }
      }

      @Override
      public Future<Void> acknowledged() {
        return Future.succeededFuture();
      }

      @Override
      public long size() {
        return size;
      }
    };
  }
}
