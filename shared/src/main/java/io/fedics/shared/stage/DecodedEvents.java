package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Flows and activity of hosts decoded a moment ago, by their bytes: several stages of a process read the same records one
 * shortly after the other, and nobody changes them. A table of fixed size, each record with one place in it. Thread-safe: what
 * is in a place is not changed any more, and a lost race costs a second decoding.
 */
final class DecodedEvents {
  private static final int PLACE_BITS = 12;

  /** In bytes: a host with dozens of peers and ports is large, and 4,096 such would be a third of the heap. */
  private static final int LONGEST = 2_048;

  /** Our own writer puts the last digits of {@code event_id} between these, whichever schema is before it. */
  private static final int ID_FROM = 48;

  private static final int ID_END = 80;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final @Nullable Decoded[] table = new Decoded[1 << PLACE_BITS];

  private record Decoded(RecordBytes bytes, Event event) {}

  /** The event of these bytes; null when it is not known or not known any more. */
  @Nullable
  Event of(RecordBytes record) {
    Decoded known = table[place(record)];
    return known != null && record.isSame(known.bytes) ? known.event : null;
  }

  /** Keeps an event that several stages read; it may not be changed afterwards. Large ones it does not. */
  void put(RecordBytes record, Event event) {
    if (record.length() <= LONGEST
        && (event instanceof FlowObserved || event instanceof HostActivityPart)) {
      table[place(record)] = new Decoded(record.kept(), event);
    }
  }

  private static int place(RecordBytes record) {
    if (record.length() < ID_END) {
      return 0;
    }
    long digits = 0;
    for (int at = ID_FROM; at < ID_END; at += Long.BYTES) {
      digits =
          (digits ^ (long) LONGS.get(record.array(), record.from() + at)) * 0x9E3779B97F4A7C15L;
    }
    return (int) (digits >>> (Long.SIZE - PLACE_BITS));
  }
}
