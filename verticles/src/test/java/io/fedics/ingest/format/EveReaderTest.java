package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EveReaderTest {
  private static final String FLOW = """
      {"timestamp":"2021-06-06T15:57:37.272281+0200","flow_id":445348883402532,"event_type":"flow",\
      "src_ip":"192.168.1.132","src_port":1900,"dest_ip":"192.168.1.129","dest_port":44232,"proto":"UDP",\
      "app_proto":"failed","flow":{"pkts_toserver":12,"pkts_toclient":0,"bytes_toserver":4056,"bytes_toclient":0,\
      "start":"2021-06-06T16:38:55.855844+0200","end":"2021-06-06T16:38:56.963027+0200","age":1,"state":"new",\
      "reason":"timeout","alerted":false},"host":"sensor"}
      """;

  @Test
  void flow_wholeEvent_isMapped() {
    FlowObserved flow = read(FLOW).flows.getFirst();
    assertThat(flow.sensor()).isEqualTo("suricata");
    assertThat(flow.startedAt()).isEqualTo(Instant.parse("2021-06-06T14:38:55.855844Z"));
    assertThat(flow.observedAt()).isEqualTo(Instant.parse("2021-06-06T14:38:56.963027Z"));
    assertThat(flow.durationMicros()).isEqualTo(1_107_183);
    assertThat(flow.srcIp()).isEqualTo("192.168.1.132");
    assertThat(flow.dstPort()).isEqualTo(44232);
    assertThat(flow.protocol()).isEqualTo("udp");
    assertThat(flow.service()).isNull();
    assertThat(flow.bytesOut()).isEqualTo(4056);
    assertThat(flow.packetsIn()).isZero();
    assertThat(flow.state()).isEqualTo(FlowState.ATTEMPTED);
    assertThat(flow.sensorAlerts()).isEmpty();
  }

  @Test
  void flow_tcpFlags_tellStateAndFlagsOfSource() {
    String tcp = FLOW.replace(
        "\"host\"",
        "\"tcp\":{\"tcp_flags\":\"16\",\"tcp_flags_ts\":\"02\",\"tcp_flags_tc\":\"14\"},\"host\"");
    FlowObserved flow = read(tcp.replace("UDP", "TCP").replace("\"failed\"", "\"Modbus\""))
        .flows
        .getFirst();
    assertThat(flow.state()).isEqualTo(FlowState.REJECTED);
    assertThat(flow.tcpFlags()).isEqualTo(TcpFlags.SYN);
    assertThat(flow.service()).isEqualTo("modbus");
  }

  @Test
  void alerts_ofTheFlow_areItsContext() {
    var content = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      content.append(alert("445348883402532", "ET SCAN " + i));
    }
    content
        .append(alert("445348883402532", "ET SCAN 0"))
        .append(alert("99", "ET OTHER"))
        .append(FLOW)
        .append(FLOW);
    CollectedRows rows = read(content.toString());
    assertThat(rows.skipped).containsEntry("alert", 10);
    assertThat(rows.flows.getFirst().sensorAlerts())
        .hasSize(5)
        .startsWith("ET SCAN 0 [2001] severity 2", "ET SCAN 1 [2001] severity 2");
    assertThat(rows.flows.get(1).sensorAlerts()).as("a flow has one record").isEmpty();
  }

  @Test
  void otherEvents_areSkippedByKind() {
    CollectedRows rows = read(
        "{\"event_type\":\"dns\",\"dns\":{\"rrname\":\"a\"}}\n{\"event_type\":\"stats\",\"flow\":3}\n"
            + FLOW);
    assertThat(rows.flows).hasSize(1);
    assertThat(rows.skipped).containsEntry("dns", 1).containsEntry("stats", 1);
    assertThat(rows.rejections).isEmpty();
  }

  @Test
  void brokenEvents_areNamed() {
    CollectedRows rows = read(FLOW.replace("1900", "-1")
        + FLOW.replace("\"src_ip\":\"192.168.1.132\",", "")
        + FLOW.replace("16:38:56.963027", "16:38:50")
        + FLOW.replace("4056", "1.5")
        + "{\"timestamp\":\"x\"}\n"
        + "[1]\n");
    assertThat(rows.flows).isEmpty();
    assertThat(rows.rejections)
        .extracting(Rejection::column)
        .containsExactly(
            "src_port", "src_ip", "flow.end", "flow.bytes_toserver", "event_type", Rejection.ROW);
  }

  @Test
  void alerts_ofEndlessFlows_areForgottenOldestFirst() {
    var alerts = new SensorAlerts();
    for (int i = 0; i < SensorAlerts.FLOWS + 10; i++) {
      alerts.add("flow " + i, "text " + i);
    }
    assertThat(alerts.take("flow 9")).isEmpty();
    assertThat(alerts.take("flow 10")).containsExactly("text 10");
  }

  private static String alert(String flowId, String signature) {
    return "{\"event_type\":\"alert\",\"flow_id\":"
        + flowId
        + ",\"alert\":{\"signature\":\""
        + signature
        + "\",\"signature_id\":2001,\"severity\":2,\"metadata\":{\"tag\":[\"x\"]}}}\n";
  }

  private static CollectedRows read(String content) {
    return CollectedRows.read(FileFormat.EVE, content);
  }
}
