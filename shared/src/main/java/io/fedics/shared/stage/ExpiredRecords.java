package io.fedics.shared.stage;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of records that the broker gave up before their reader came to them. Not thread-safe. */
final class ExpiredRecords {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredRecords.class);

  private final String stage;
  private final Map<TopicPartition, Long> next = new HashMap<>();

  ExpiredRecords(String stage) {
    this.stage = stage;
  }

  /** A sentence in the log, where there are any. */
  static void say(String stage, long records, TopicPartition partition) {
    if (records > 0) {
      LOG.error("{}: {} records of {} expired before they were read", stage, records, partition);
    }
  }

  /**
   * Reading goes on.
   *
   * @param place offset behind what was read before
   * @param oldest offset that the broker still has
   */
  void begin(TopicPartition partition, long place, long oldest) {
    say(stage, oldest - place, partition);
    next.put(partition, Math.max(place, oldest));
  }

  /**
   * Records of one partition came. A hole before them may be of a transaction, whose end takes one offset, or of a
   * compaction: only what lies before the oldest record expired.
   *
   * @param first offset of the first of them
   * @param behind offset behind the last of them
   * @param oldest asked for the offset that the broker still has, only where the hole is of more than one record
   */
  void read(TopicPartition partition, long first, long behind, LongSupplier oldest) {
    long expected = next.getOrDefault(partition, first);
    if (first > expected + 1) {
      say(stage, Math.min(first, oldest.getAsLong()) - expected, partition);
    }
    next.put(partition, behind);
  }
}
