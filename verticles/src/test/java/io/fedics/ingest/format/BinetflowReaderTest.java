package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BinetflowReaderTest {
  private static final String HEADER =
      "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,SrcPkts,Label\n";
  private static final String ROW =
      "2019/04/04 16:24:47.672448,1.500000,tcp,10.8.0.69,56101,   ->,14.1.11.113,999,S_RA,0,,3,300,100,2,flow=Attack\n";

  @Test
  void row_comma_isMapped() {
    FlowObserved flow = read(HEADER + ROW).flows.getFirst();
    assertThat(flow.sensor()).isEqualTo("argus");
    assertThat(flow.startedAt()).isEqualTo(Instant.parse("2019-04-04T16:24:47.672448Z"));
    assertThat(flow.observedAt()).isEqualTo(Instant.parse("2019-04-04T16:24:49.172448Z"));
    assertThat(flow.srcIp()).isEqualTo("10.8.0.69");
    assertThat(flow.dstPort()).isEqualTo(999);
    assertThat(flow.state()).isEqualTo(FlowState.REJECTED);
    assertThat(flow.tcpFlags()).isEqualTo(TcpFlags.SYN);
    assertThat(flow.bytesOut()).isEqualTo(100);
    assertThat(flow.bytesIn()).isEqualTo(200);
    assertThat(flow.packetsOut()).isEqualTo(2);
    assertThat(flow.packetsIn()).isEqualTo(1);
    assertThat(flow.toString()).as("no label travels").doesNotContain("Attack");
  }

  @Test
  void row_tab_isMapped() {
    CollectedRows rows = read((HEADER + ROW).replace(',', '\t').strip());
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows.getFirst().bytesIn()).isEqualTo(200);
  }

  @Test
  void row_hexAndEmptyPorts_areRead() {
    CollectedRows rows = read(HEADER
        + ROW.replace("56101", "0x0303").replace(",999,", ",,")
        + ROW.replace(",tcp,", ",icmp,").replace("56101", "0x0303").replace("S_RA", "ECO")
        + ROW.replace("56101", "0x1ffff"));
    assertThat(rows.flows.getFirst().srcPort()).isEqualTo(0x303);
    assertThat(rows.flows.getFirst().dstPort()).isNull();
    assertThat(rows.flows.get(1).srcPort()).as("type and code are no port").isNull();
    assertThat(rows.flows.get(1).state())
        .as("the echo was answered")
        .isEqualTo(FlowState.ESTABLISHED);
    assertThat(rows.rejections).extracting(Rejection::column).containsExactly("Sport");
  }

  @Test
  void row_arrowPointingBack_turnsBothSides() {
    FlowObserved flow = read(HEADER + ROW.replace("   ->", "  <-").replace("S_RA", "SA_SPA"))
        .flows
        .getFirst();
    assertThat(flow.srcIp()).isEqualTo("14.1.11.113");
    assertThat(flow.srcPort()).isEqualTo(999);
    assertThat(flow.dstIp()).isEqualTo("10.8.0.69");
    assertThat(flow.dstPort()).isEqualTo(56101);
    assertThat(flow.bytesOut()).isEqualTo(200);
    assertThat(flow.bytesIn()).isEqualTo(100);
    assertThat(flow.packetsOut()).isEqualTo(1);
    assertThat(flow.packetsIn()).isEqualTo(2);
    assertThat(flow.tcpFlags()).isEqualTo(TcpFlags.SYN | TcpFlags.PSH | TcpFlags.ACK);
  }

  @Test
  void row_oddArrows_keepTheOrder() {
    CollectedRows rows = read(HEADER
        + ROW.replace("   ->", "  <->")
        + ROW.replace("   ->", "  <?>")
        + ROW.replace("   ->", "  who")
        + ROW.replace("   ->", "get_message  ->")
        + ROW.replace("   ->", ""));
    assertThat(rows.flows).hasSize(5).extracting(FlowObserved::srcIp).containsOnly("10.8.0.69");
  }

  @Test
  void row_statusOfArgus_isSkipped_macIsNoHost() {
    CollectedRows rows = read(
        HEADER
            + "2018/05/10 10:52:47.283479,0.045010,man,0,0,,0,0,STA,,,0,0,0,0,\n"
            + "1970/01/01 01:00:00.000000,0.000000,llc,00:00:00:00:00:00,0,   ->,00:00:00:00:00:00,0,INT,,,1,60,60,1,x\n");
    assertThat(rows.skipped).containsEntry("man", 1);
    assertThat(rows.flows.getFirst().srcIp()).isNull();
    assertThat(rows.flows.getFirst().hasAddresses()).isFalse();
  }

  @Test
  void row_totalBelowPart_isRejected() {
    assertThat(read(HEADER + ROW.replace(",300,", ",50,")).rejections)
        .containsExactly(
            new Rejection(2, "TotBytes", "50", "not less than what one side sent, 100"));
  }

  private static CollectedRows read(String content) {
    return CollectedRows.read(FileFormat.BINETFLOW, content);
  }
}
