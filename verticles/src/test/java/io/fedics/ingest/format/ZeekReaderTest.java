package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ZeekReaderTest {
  private static final String HEADER =
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
          + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration"
          + "\torig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\tresp_pkts\n"
          + "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tstring\tcount\tcount\n";
  private static final String ROW =
      "1601998366.785668\tCx\t10.0.0.1\t54170\t10.0.0.2\t502\ttcp\tmodbus\t0.250000\t37\t77\tSF\tShADadFf\t5\t4\n";

  @Test
  void tsv_wholeRow_isMapped() {
    FlowObserved flow = read(HEADER + ROW).flows.getFirst();
    assertThat(flow.sensor()).isEqualTo("zeek");
    assertThat(flow.startedAt()).isEqualTo(Instant.parse("2020-10-06T15:32:46.785668Z"));
    assertThat(flow.observedAt()).isEqualTo(Instant.parse("2020-10-06T15:32:47.035668Z"));
    assertThat(flow.durationMicros()).isEqualTo(250_000);
    assertThat(flow.srcIp()).isEqualTo("10.0.0.1");
    assertThat(flow.srcPort()).isEqualTo(54170);
    assertThat(flow.dstIp()).isEqualTo("10.0.0.2");
    assertThat(flow.dstPort()).isEqualTo(502);
    assertThat(flow.protocol()).isEqualTo("tcp");
    assertThat(flow.service()).isEqualTo("modbus");
    assertThat(flow.bytesOut()).isEqualTo(37);
    assertThat(flow.bytesIn()).isEqualTo(77);
    assertThat(flow.packetsOut()).isEqualTo(5);
    assertThat(flow.packetsIn()).isEqualTo(4);
    assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
    assertThat(flow.tcpFlags()).isEqualTo(TcpFlags.SYN | TcpFlags.ACK | TcpFlags.FIN);
    assertThat(flow.account()).isNull();
  }

  @Test
  void tsv_unsetFields_areNotSaidRatherThanZero() {
    FlowObserved flow = read(HEADER
            + "1.5\tCx\tfe80::1\t5353\tff02::fb\t5353\tudp\t(empty)\t-\t-\t-\tS0\tD\t1\t0\n")
        .flows
        .getFirst();
    assertThat(flow.observedAt()).isEqualTo(Instant.ofEpochSecond(1, 500_000_000));
    assertThat(flow.durationMicros()).isNull();
    assertThat(flow.bytesOut()).isNull();
    assertThat(flow.packetsIn()).isZero();
    assertThat(flow.service()).isNull();
    assertThat(flow.tcpFlags()).isNull();
  }

  @Test
  void tsv_tabBeforeSeparatorAndCommentBeforeHeader_arePassedOver() {
    assertThat(read("### baseline data\n\t" + HEADER + ROW).flows).hasSize(1);
  }

  @Test
  void tsv_columnsInOtherOrder_giveSameFlow() {
    FlowObserved flow = read("""
          #fields\tconn_state\tid.resp_p\tid.resp_h\tproto\tid.orig_h\tnew_column\tts
          REJ\t22\t10.0.0.2\tTCP\t10.0.0.1\tx\t7
          """).flows.getFirst();
    assertThat(flow.srcIp()).isEqualTo("10.0.0.1");
    assertThat(flow.dstPort()).isEqualTo(22);
    assertThat(flow.protocol()).isEqualTo("tcp");
    assertThat(flow.state()).isEqualTo(FlowState.REJECTED);
  }

  @Test
  void tsv_otherSeparatorAndMarkers_areHonoured() {
    CollectedRows rows = read("""
          #separator \\x2c
          #unset_field,?
          #fields,ts,id.orig_h,id.resp_h,conn_state,service
          7,10.0.0.1,10.0.0.2,S0,?
          """);
    assertThat(rows.flows.getFirst().service()).isNull();
  }

  @Test
  void tsv_secondHeader_replacesTheFirst() {
    CollectedRows rows = read(
        HEADER + ROW
            + "#close\t2020\n#fields\tid.resp_h\tid.orig_h\tts\tconn_state\n10.0.0.9\t10.0.0.8\t9\tSF\n");
    assertThat(rows.flows).extracting(FlowObserved::srcIp).containsExactly("10.0.0.1", "10.0.0.8");
  }

  @Test
  void tsv_maskedTime_isRejectedByRow() {
    CollectedRows rows = read(HEADER + ROW.replace("1601998366.785668", "XXXXXXXXXX.XXXXXX") + ROW);
    assertThat(rows.flows).hasSize(1);
    assertThat(rows.rejections)
        .containsExactly(new Rejection(8, "ts", "XXXXXXXXXX.XXXXXX", TimeText.EXPECTED));
  }

  @Test
  void tsv_badCells_areNamed() {
    CollectedRows rows = read(HEADER
        + ROW.replace("\t502\t", "\t70000\t")
        + ROW.replace("10.0.0.1", "10.0.0.999")
        + ROW.replace("\t37\t", "\t-37\t")
        + ROW.replace("0.250000", "Infinity")
        + ROW.replace("\t77\t", "\tNaN\t")
        + ROW);
    assertThat(rows.flows).hasSize(1);
    assertThat(rows.rejections)
        .extracting(Rejection::column)
        .containsExactly("id.resp_p", "id.orig_h", "orig_bytes", "duration", "resp_bytes");
    assertThat(rows.rejections.getFirst().reason())
        .isEqualTo("id.resp_p: '70000' (expected: a port, 0 to 65535)");
  }

  @Test
  void tsv_raggedRow_isRejected() {
    CollectedRows rows =
        read(HEADER + "1.5\tCx\t10.0.0.1\n" + ROW + ROW.replace("\n", "\textra\n"));
    assertThat(rows.flows).hasSize(1);
    assertThat(rows.rejections)
        .extracting(Rejection::expected)
        .containsExactly("15 fields, there are 3", "15 fields, there are 16");
  }

  @Test
  void tsv_lineEndsAndMissingFinalOne_makeNoDifference() {
    assertThat(read((HEADER + ROW + ROW).replace("\n", "\r\n")).flows).hasSize(2);
    assertThat(read((HEADER + ROW + ROW).replace("\n", "\r")).flows).hasSize(2);
    assertThat(read((HEADER + ROW + ROW).strip()).flows).hasSize(2);
  }

  @Test
  void tsv_icmp_hasNoPorts() {
    FlowObserved flow = read(HEADER
            + ROW.replace("\ttcp\tmodbus", "\ticmp\t-")
                .replace("54170", "8")
                .replace("\t502\t", "\t0\t"))
        .flows
        .getFirst();
    assertThat(flow.srcPort()).isNull();
    assertThat(flow.dstPort()).isNull();
  }

  @Test
  void tsv_otherLog_isAUsersMistake() {
    assertThatThrownBy(() -> read(HEADER.replace("\tconn\n", "\tdns\n")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("log of dns");
    assertThatThrownBy(() -> read("a\tb\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("#fields");
  }

  @Test
  void json_wholeRow_isMappedAsTsv() {
    FlowObserved tsv = read(HEADER + ROW).flows.getFirst();
    FlowObserved json = read("""
                {"history":"ShADadFf","orig_pkts":5,"uid":"Cx","ts":1601998366.785668,"id.orig_h":"10.0.0.1",\
                "id.orig_p":54170,"id.resp_h":"10.0.0.2","id.resp_p":502,"proto":"tcp","service":"modbus",\
                "duration":0.2500001,"orig_bytes":37,"resp_bytes":77,"conn_state":"SF","resp_pkts":4,\
                "tunnel_parents":["a",{"b":1}],"local_orig":true}
                """).flows.getFirst();
    assertThat(json).usingRecursiveComparison().ignoringFields("eventId", "seq").isEqualTo(tsv);
  }

  @Test
  void json_isoTimeEmptyServiceAbsentKeys_areRead() {
    FlowObserved flow = read("""
                {"_path":"conn","ts":"2018-03-24T17:15:20.600725Z","id.orig_h":"10.0.0.1","id.resp_h":"10.0.0.2",\
                "service":"","conn_state":"S0","orig_bytes":null}
                """).flows.getFirst();
    assertThat(flow.observedAt()).isEqualTo(Instant.parse("2018-03-24T17:15:20.600725Z"));
    assertThat(flow.service()).isNull();
    assertThat(flow.bytesOut()).isNull();
    assertThat(flow.srcPort()).isNull();
  }

  @Test
  void json_brokenLines_areRejectedAndTheRestIsRead() {
    String good =
        "{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"10.0.0.2\",\"conn_state\":\"SF\"}\n";
    CollectedRows rows = read(good
        + "{\"ts\":1,\n"
        + "{\"a\":" + "[".repeat(10_000) + "\n"
        + "{} {}\n"
        + good.replace("1,", "{\"x\":[1]},")
        + good.replace("\"10.0.0.1\"", "[\"10.0.0.1\"]")
        + "{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"10.0.0.2\",\"query\":\"a.example\"}\n"
        + "{\"_path\":\"dns\"}\n"
        + "\n"
        + good);
    assertThat(rows.flows).hasSize(2);
    assertThat(rows.rejections).hasSize(6);
    assertThat(rows.rejections).extracting(Rejection::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(rows.skipped).containsEntry("dns", 1);
  }

  private static CollectedRows read(String content) {
    return CollectedRows.read(FileFormat.ZEEK, content);
  }
}
