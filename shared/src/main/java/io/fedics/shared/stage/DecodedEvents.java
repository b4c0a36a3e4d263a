package io.fedics.shared.stage;

import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Flows and activity of hosts decoded a moment ago, by where they stand in the log: several stages of a process read the same
 * records one shortly after the other, and nobody changes them. One for all stages of a broker. A table of fixed size, each
 * record with one place in it. Thread-safe: what is in a place is not changed any more, and a lost race costs a second decoding.
 */
final class DecodedEvents {
  private static final int PLACE_BITS = 13;
  static final int PLACES = 1 << PLACE_BITS;

  /** In bytes: a host with dozens of peers and ports is large, and thousands of such would be a third of the heap. */
  private static final int LONGEST = 2_048;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final @Nullable Decoded[] table = new Decoded[PLACES];

  /** The record by its place and, should its topic be made anew, its time and length; not its bytes, which would be kept. */
  private record Decoded(
      Topic topic, int partition, long offset, long storedAt, int length, Event event) {

    boolean isOf(Received record) {
      return offset == record.offset()
          && partition == record.partition()
          && topic == record.topic()
          && storedAt == record.storedAt()
          && length == record.value().length();
    }
  }

  /** The event of this record; null when it is not known or not known any more. */
  @Nullable
  Event of(Received record) {
    Decoded known = table[place(record)];
    return known != null && known.isOf(record) ? known.event : null;
  }

  /** Keeps an event that several stages read; it may not be changed afterwards. Large ones it does not. */
  void put(Received record, Event event) {
    if (record.value().length() <= LONGEST
        && (event instanceof FlowObserved || event instanceof HostActivityPart)) {
      table[place(record)] = new Decoded(
          record.topic(),
          record.partition(),
          record.offset(),
          record.storedAt(),
          record.value().length(),
          event);
    }
  }

  /** Records of a partition one behind the other; partitions begin anywhere. */
  private static int place(Received record) {
    long log = 31L * record.topic().topicName().hashCode() + record.partition();
    return (int) ((log * SPREAD >>> (Long.SIZE - PLACE_BITS)) + record.offset()) & (PLACES - 1);
  }
}
