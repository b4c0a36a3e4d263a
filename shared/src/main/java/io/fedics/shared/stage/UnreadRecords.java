package io.fedics.shared.stage;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records a consumer has not read yet, as far as it knows. The end of a partition comes with an answer of the
 * broker, which notes it before it reads: a consumer may have read past the end it knows, and lacks nothing then. Of a
 * paused partition nothing is fetched, so its end is asked for.
 */
final class UnreadRecords {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private UnreadRecords() {}

  /** Over its partitions; one whose end is not known counts 0. Blocks for an answer of the broker while some are paused. */
  static long of(Consumer<?, ?> consumer) {
    Map<TopicPartition, Long> ends = endsOfPaused(consumer);
    return consumer.assignment().stream()
        .mapToLong(partition -> {
          Long end = ends.get(partition);
          return Math.max(
              0,
              end == null
                  ? consumer.currentLag(partition).orElse(0)
                  : end - consumer.position(partition));
        })
        .sum();
  }

  /** Those it may read next, as of its last fetch: nothing is asked for, and a paused partition counts 0. */
  static long next(Consumer<?, ?> consumer) {
    Set<TopicPartition> paused = consumer.paused();
    return consumer.assignment().stream()
        .filter(partition -> !paused.contains(partition))
        .mapToLong(partition -> Math.max(0, consumer.currentLag(partition).orElse(0)))
        .sum();
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
