package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Remembers what decisions wrote, by topic and partition. */
public final class RecordedOutputs implements Outputs {
  private final Partitioner partitioner;
  private final Map<Topic, List<List<Event>>> written = new EnumMap<>(Topic.class);

  public RecordedOutputs(int partitions) {
    this.partitioner = new Partitioner(partitions);
  }

  @Override
  public void toHost(Topic topic, String host, Event event) {
    toPartition(topic, partitioner.partitionOf(event.site(), host), event);
  }

  @Override
  public void toPartition(Topic topic, int partition, Event event) {
    of(topic).get(partition).add(event);
  }

  @Override
  public void toAllPartitions(Topic topic, Event event) {
    of(topic).forEach(partition -> partition.add(event));
  }

  /** In the order of writing. */
  public List<Event> of(Topic topic, int partition) {
    return of(topic).get(partition);
  }

  /** Events of one kind over all partitions, partition by partition. */
  public <E extends Event> Stream<E> all(Topic topic, Class<E> kind) {
    return of(topic).stream().flatMap(List::stream).filter(kind::isInstance).map(kind::cast);
  }

  private List<List<Event>> of(Topic topic) {
    return written.computeIfAbsent(topic, _ -> {
      List<List<Event>> partitions = new ArrayList<>();
      for (int p = 0; p < partitioner.partitions(); p++) {
        partitions.add(new ArrayList<>());
      }
      return partitions;
    });
  }
}
