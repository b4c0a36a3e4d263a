package io.fedics.app.offline;

import io.fedics.shared.event.Event;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** The topics in memory: what a decision writes waits in order for each reader of that partition. Not thread-safe. */
final class OfflineLog implements Outputs {
  private final Partitioner partitioner;
  private final BiConsumer<Topic, Event> written;
  private final List<Reader> readers = new ArrayList<>();
  private final Map<Topic, List<List<Reader>>> byTopic = new EnumMap<>(Topic.class);

  /** One decision reading one partition of one topic. */
  private record Reader(Decision decision, ArrayDeque<Event> waiting) {}

  /**
   * @param written told of everything that is written, once per partition
   */
  OfflineLog(int partitions, BiConsumer<Topic, Event> written) {
    this.partitioner = new Partitioner(partitions);
    this.written = written;
    for (Topic topic : Topic.values()) {
      List<List<Reader>> ofTopic = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        ofTopic.add(new ArrayList<>());
      }
      byTopic.put(topic, ofTopic);
    }
  }

  /** From now on the decision reads this partition; readers are served in the order of these calls. */
  void read(Topic topic, int partition, Decision decision) {
    var reader = new Reader(decision, new ArrayDeque<>());
    readers.add(reader);
    readersOf(topic, partition).add(reader);
  }

  @Override
  public void toHost(Topic topic, String host, Event event) {
    toPartition(topic, partitioner.partitionOf(event.site(), host), event);
  }

  @Override
  public void toPartition(Topic topic, int partition, Event event) {
    written.accept(topic, event);
    readersOf(topic, partition).forEach(reader -> reader.waiting.add(event));
  }

  @Override
  public void toAllPartitions(Topic topic, Event event) {
    for (int p = 0; p < partitioner.partitions(); p++) {
      toPartition(topic, p, event);
    }
  }

  /** Lets every reader read until nothing waits. */
  void drain() {
    boolean any = true;
    while (any) {
      any = false;
      for (Reader reader : readers) {
        for (Event next = reader.waiting.poll(); next != null; next = reader.waiting.poll()) {
          reader.decision.onEvent(next, this);
          any = true;
        }
      }
    }
  }

  /** Lets one reader, drawn among those that have something to read, read one event; false when nothing waits. */
  boolean step(RandomGenerator random) {
    List<Reader> ready =
        readers.stream().filter(reader -> !reader.waiting.isEmpty()).toList();
    if (ready.isEmpty()) {
      return false;
    }
    Reader reader = ready.get(random.nextInt(ready.size()));
    reader.decision.onEvent(reader.waiting.remove(), this);
    return true;
  }

  private List<Reader> readersOf(Topic topic, int partition) {
    List<List<Reader>> ofTopic = byTopic.getOrDefault(topic, List.of());
    return ofTopic.get(partition);
  }
}
