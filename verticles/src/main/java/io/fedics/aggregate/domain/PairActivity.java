package io.fedics.aggregate.domain;

import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import org.jspecify.annotations.Nullable;

/** What one source and one destination did in one second; the fields are the saved state. What is unknown adds 0. */
final class PairActivity {
  private static final long LONG_MICROS = 10_000_000;
  private static final long SLOW_BYTES_PER_SECOND = 1_000;
  private static final double MICROS_PER_SECOND = 1e6;

  long flows;
  long bytesOut;
  long bytesIn;
  long packetsOut;
  long packetsIn;
  long failed;
  long durationMicros;
  long longFlows;
  long icsReads;
  long icsWrites;
  DistinctCount ports = new DistinctCount();

  void add(FlowObserved flow) {
    flows++;
    bytesOut += orZero(flow.bytesOut());
    bytesIn += orZero(flow.bytesIn());
    packetsOut += orZero(flow.packetsOut());
    packetsIn += orZero(flow.packetsIn());
    durationMicros += orZero(flow.durationMicros());
    FlowState state = flow.state();
    failed += state != null && state.failed() ? 1 : 0;
    longFlows += isLong(flow) ? 1 : 0;
    Integer port = flow.dstPort();
    if (port != null) {
      ports.add(port.toString());
    }
    IcsMessage ics = flow.ics();
    if (ics != null) {
      icsWrites += ics.write() ? 1 : 0;
      icsReads += ics.write() ? 0 : 1;
    }
  }

  /** At least 10 s and less than 1,000 bytes a second; never when the bytes are unknown. */
  private static boolean isLong(FlowObserved flow) {
    long micros = orZero(flow.durationMicros());
    if (micros < LONG_MICROS || (flow.bytesOut() == null && flow.bytesIn() == null)) {
      return false;
    }
    long bytes = orZero(flow.bytesOut()) + orZero(flow.bytesIn());
    return bytes < SLOW_BYTES_PER_SECOND * (micros / MICROS_PER_SECOND);
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
