package io.fedics.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlowBytesTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:01.000001Z");
  private static final UUID ID = new UUID(0, 0);

  @Test
  void unpack_packedFlow_isTheSame() {
    assertSame(FlowObserved.builder("zeek", AT)
        .startedAt(Instant.EPOCH)
        .srcIp("10.0.0.1")
        .srcPort(0)
        .dstIp("fe80::1")
        .dstPort(65_535)
        .protocol("tcp")
        .service("modbus")
        .state(FlowState.PARTIAL)
        .durationMicros(0L)
        .bytesOut(Long.MAX_VALUE)
        .bytesIn(127L)
        .packetsOut(128L)
        .packetsIn(1L << 40)
        .tcpFlags(255)
        .communityId("1:abc=")
        .account("Änn")
        .asset("")
        .ics(new IcsMessage("modbus", 1, null, true, 0L, null, -1.5e-7))
        .features(new Features("nsl-kdd/10", List.of("a", "", "1")))
        .sensorAlerts(List.of("x".repeat(1000), "y")));
  }

  @Test
  void unpack_flowThatSaysNothing_saysNothing() {
    assertSame(FlowObserved.builder("csv", AT));
  }

  private static void assertSame(FlowBuilder builder) {
    FlowObserved flow = builder.build(ID, "site", "source", 0);
    byte[] packed = new FlowBytes().pack(flow, "site");
    FlowBytes.Unpacked unpacked = FlowBytes.unpack(FlowBytes.micros(AT), packed);
    assertThat(unpacked.site()).isEqualTo("site");
    assertThat(unpacked.flow().build(ID, "site", "source", 0)).isEqualTo(flow);
  }
}
