package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.IcsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FedicsReaderTest {
  private static final String HEAD =
      "{\"schema\":\"simulation/1\",\"sites\":{\"demo\":{\"latitude\":52.5,\"longitude\":13.4},"
          + "\"demo-b\":{\"latitude\":-33.9,\"longitude\":151}},\"seed\":{\"x\":[1]}}\n";

  @Test
  void read_whatTheCodecWrote_isTheSameFlow() {
    FlowObserved flow = flow("demo-b");
    CollectedRows rows = CollectedRows.read(FileFormat.FEDICS, HEAD + line(flow));
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows.getFirst())
        .usingRecursiveComparison()
        .ignoringFields("eventId", "source", "seq")
        .isEqualTo(flow);
    assertThat(rows.locations)
        .containsEntry("demo", List.of(52.5, 13.4))
        .containsEntry("demo-b", List.of(-33.9, 151.0));
  }

  @Test
  void read_withoutHead_works() {
    assertThat(CollectedRows.read(FileFormat.FEDICS, line(flow("demo"))).flows).hasSize(1);
  }

  @Test
  void read_addressSpelledOtherwise_isTheSameHost() {
    String spelled = line(flow("demo")).replace("10.0.0.1\"", "2001:0DB8:0:0:0:0:0:1\"");
    assertThat(CollectedRows.read(FileFormat.FEDICS, spelled).flows.getFirst().srcIp())
        .isEqualTo("2001:db8::1");
  }

  @Test
  void read_brokenRecords_areNamed() {
    String good = line(flow("demo"));
    CollectedRows rows = CollectedRows.read(
        FileFormat.FEDICS,
        good.replace("\"dst_port\":502", "\"dst_port\":70000")
            + good.replace("\"site\":\"demo\"", "\"site\":\"Demo!\"")
            + "{\"schema\":\"flow/1\"\n"
            + "{\"schema\":\"nothing/9\"}\n"
            + "{\"schema\":\"flow/1\",\"ics\":" + "{\"a\":".repeat(10_000) + "\n"
            + "{\"schema\":\"simulation/1\",\"sites\":{\"demo\":{\"latitude\":91,\"longitude\":0}}}\n"
            + good);
    assertThat(rows.flows).hasSize(1);
    assertThat(rows.rejections).hasSize(6);
    assertThat(rows.rejections.getFirst().expected()).contains("dst_port");
    assertThat(rows.rejections.get(1).column()).isEqualTo("site");
  }

  static FlowObserved flow(String site) {
    return FlowObserved.builder("simulator", Instant.parse("2026-01-01T00:00:01.000001Z"))
        .startedAt(Instant.parse("2026-01-01T00:00:01Z"))
        .srcIp("10.0.0.1")
        .srcPort(40000)
        .dstIp("10.0.0.2")
        .dstPort(502)
        .protocol("tcp")
        .durationMicros(1L)
        .bytesOut(0L)
        .account("ann")
        .ics(new IcsMessage("modbus", 1, 3, false, 0L, 10L, null))
        .sensorAlerts(List.of("a"))
        .build(new UUID(1, 2), site, "run", 7);
  }

  private static String line(FlowObserved flow) {
    return new String(new EventCodec().encode(flow), StandardCharsets.UTF_8) + "\n";
  }
}
