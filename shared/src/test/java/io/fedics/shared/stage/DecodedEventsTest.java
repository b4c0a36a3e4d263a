package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.HostActivityPart;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecodedEventsTest {
  private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");

  private final EventCodec codec = new EventCodec();
  private final DecodedEvents decoded = new DecodedEvents();

  @Test
  void of_sameBytes_isTheSameEvent() {
    FlowObserved flow = flow("a");
    byte[] bytes = codec.encode(flow);
    byte[] two = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, two, bytes.length, bytes.length);
    decoded.put(new RecordBytes(two, 0, bytes.length), flow);
    assertThat(decoded.of(new RecordBytes(two, bytes.length, bytes.length))).isSameAs(flow);
  }

  @Test
  void of_sameIdInOtherBytes_isUnknown() {
    decoded.put(RecordBytes.of(codec.encode(flow("a"))), flow("a"));
    assertThat(decoded.of(RecordBytes.of(codec.encode(flow("b"))))).isNull();
    assertThat(decoded.of(RecordBytes.of(new byte[] {'{', '}'}))).isNull();
  }

  @Test
  void of_manyRecords_mostAreStillKnown() {
    List<byte[]> flows = IntStream.range(0, 1_000)
        .mapToObj(n -> codec.encode(
            FlowObserved.builder("a", AT).build(EventId.of("flow", n), "plant", "file/x", n)))
        .toList();
    List<byte[]> parts =
        IntStream.range(0, 1_000).mapToObj(n -> codec.encode(part(n))).toList();
    Stream.concat(flows.stream(), parts.stream())
        .forEach(bytes -> decoded.put(RecordBytes.of(bytes), codec.decode(bytes)));

    assertThat(flows)
        .filteredOn(bytes -> decoded.of(RecordBytes.of(bytes)) != null)
        .hasSizeGreaterThan(650);
    assertThat(parts)
        .filteredOn(bytes -> decoded.of(RecordBytes.of(bytes)) != null)
        .hasSizeGreaterThan(650);
  }

  private static FlowObserved flow(String sensor) {
    return FlowObserved.builder(sensor, AT).build(EventId.of("flow", 1), "plant", "file/x", 1);
  }

  private static HostActivityPart part(int n) {
    return new HostActivityPart(
        EventId.of("part", n),
        "plant",
        AT,
        "aggregate/0/plant",
        n,
        7,
        "10.0.0.1",
        0,
        null,
        null,
        4,
        1,
        0);
  }
}
