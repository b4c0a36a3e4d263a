package io.fedics.shared.stage;

import org.apache.kafka.clients.consumer.Consumer;

/**
 * How many records a consumer has not read yet, as far as it knows. The end of a partition comes with an answer of the
 * broker, which notes it before it reads: a consumer may have read past the end it knows, and lacks nothing then.
 */
final class UnreadRecords {
  private UnreadRecords() {}

  /** Over its partitions; a partition whose end is not known yet counts 0. */
  static long of(Consumer<?, ?> consumer) {
    return consumer.assignment().stream()
        .mapToLong(partition -> Math.max(0, consumer.currentLag(partition).orElse(0)))
        .sum();
  }
}
