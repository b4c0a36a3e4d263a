package io.fedics.shared.stage;

import io.fedics.shared.event.FlowObserved;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Flows decoded a moment ago, by their bytes: several stages of a process read the same records one shortly after the other,
 * and flows are immutable. A table of fixed size, each record with one place in it. Thread-safe: what is in a place is
 * immutable, and a lost race costs a second decoding.
 */
final class DecodedFlows {
  private static final int PLACE_BITS = 12;

  /** Where our own writer puts the last digits of {@code event_id}. */
  private static final int ID_END = "{\"schema\":\"flow/1\",\"event_id\":\"".length() + 36;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final @Nullable Decoded[] table = new Decoded[1 << PLACE_BITS];

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Decoded(byte[] bytes, FlowObserved flow) {}

  @Nullable
  FlowObserved of(byte[] bytes) {
    Decoded known = table[place(bytes)];
    return known != null && Arrays.equals(known.bytes, bytes) ? known.flow : null;
  }

  /** The bytes must not change afterwards. */
  void put(byte[] bytes, FlowObserved flow) {
    table[place(bytes)] = new Decoded(bytes, flow);
  }

  private static int place(byte[] bytes) {
    if (bytes.length < ID_END) {
      return 0;
    }
    long digits = (long) LONGS.get(bytes, ID_END - Long.BYTES) * 0x9E3779B97F4A7C15L;
    return (int) (digits >>> (Long.SIZE - PLACE_BITS));
  }
}
