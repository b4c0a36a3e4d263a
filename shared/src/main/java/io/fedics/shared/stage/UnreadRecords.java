package io.fedics.shared.stage;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records a consumer has not read yet, as far as it knows, by partition as in {@code network_data/3}. The end of
 * a partition comes with an answer of the broker, which notes it before it reads: a consumer may have read past the end it
 * knows, and lacks nothing then. A partition whose end is not known counts 0.
 */
final class UnreadRecords {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private UnreadRecords() {}

  /** Of a paused partition nothing is fetched, so its end is asked for: blocks for an answer of the broker then. */
  static Map<String, Long> of(Consumer<?, ?> consumer) {
    Map<TopicPartition, Long> ends = endsOfPaused(consumer);
    return count(consumer.assignment(), partition -> {
      Long end = ends.get(partition);
      return end == null ? known(consumer, partition) : end - consumer.position(partition);
    });
  }

  /** Those it may read next, as of its last fetch: nothing is asked for, and a paused partition is left out. */
  static Map<String, Long> next(Consumer<?, ?> consumer) {
    Set<TopicPartition> read = new HashSet<>(consumer.assignment());
    read.removeAll(consumer.paused());
    return count(read, partition -> known(consumer, partition));
  }

  /** Over all partitions. */
  static long sum(Map<String, Long> unread) {
    return unread.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> count(
      Set<TopicPartition> partitions, ToLongFunction<TopicPartition> unread) {
    Map<String, Long> counted = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      counted.put(
          partition.topic() + '/' + partition.partition(),
          Math.max(0, unread.applyAsLong(partition)));
    }
    return counted;
  }

  private static long known(Consumer<?, ?> consumer, TopicPartition partition) {
    return consumer.currentLag(partition).orElse(0);
  }

  private static Map<TopicPartition, Long> endsOfPaused(Consumer<?, ?> consumer) {
    Set<TopicPartition> paused = consumer.paused();
    if (paused.isEmpty()) {
      return Map.of();
    }
    try {
      return consumer.endOffsets(paused, PATIENCE);
    } catch (KafkaException e) {
      return Map.of(); // what it knew must do: a broker that is away is said elsewhere
    }
  }
}
