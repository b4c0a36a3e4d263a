package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp,src_ip,src_port,dst_ip,dst_port,protocol,duration,bytes_sent,bytes_received",
        "ts;source_ip;source_port;destination_ip;destination_port;proto;dur;sbytes;dbytes",
        " Start Time\t Source IP\tSource Port \tDestination-IP\tDESTINATION PORT\tProto\tDuration\tsrc_bytes\tdst_bytes",
        "\ufeffstime,srcip,sport,dstip,dsport,proto,dur,bytes_out,bytes_in"
      })
  void header_usualNamesAndSeparators_giveSameFlow(String header) {
    char separator = header.contains(";") ? ';' : header.contains("\t") ? '\t' : ',';
    String row =
        "1700000000.5, 10.0.0.1 ,1234,10.0.0.2,80,TCP,0.25,100,200".replace(',', separator);
    String comment = header.startsWith("\ufeff") ? "" : "# made by hand\n";
    CollectedRows rows = read(comment + header + "\n" + row + "\n");
    assertThat(rows.rejections).isEmpty();
    FlowObserved flow = rows.flows.getFirst();
    assertThat(flow.sensor()).isEqualTo("csv");
    assertThat(flow.observedAt()).isEqualTo(Instant.parse("2023-11-14T22:13:20.750Z"));
    assertThat(flow.srcIp()).isEqualTo("10.0.0.1");
    assertThat(flow.srcPort()).isEqualTo(1234);
    assertThat(flow.dstIp()).isEqualTo("10.0.0.2");
    assertThat(flow.dstPort()).isEqualTo(80);
    assertThat(flow.protocol()).isEqualTo("tcp");
    assertThat(flow.bytesOut()).isEqualTo(100);
    assertThat(flow.bytesIn()).isEqualTo(200);
  }

  @Test
  void header_generalAndTellingName_telling_wins() {
    FlowObserved flow =
        read("ts,src_ip,dst_ip,bytes,bytes_sent,bytes_sent\n1,10.0.0.1,10.0.0.2,999,5,7\n")
            .flows
            .getFirst();
    assertThat(flow.bytesOut()).as("the telling name, and of two the first").isEqualTo(5);
  }

  @Test
  void row_oneHostInManySpellings_hasOneName() {
    CollectedRows rows = read("""
        ts,src_ip,dst_ip
        1,2001:0db8:0000:0000:0000:0000:0000:0001,::ffff:10.0.0.1
        1,2001:db8::1,010.0.0.1
        1,2001:DB8:0:0:0:0:0:1,10.0.0.01
        1,[2001:db8:0::1%eth0],10.0.0.1
        """);
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows).extracting(FlowObserved::srcIp).containsOnly("2001:db8::1");
    assertThat(rows.flows).extracting(FlowObserved::dstIp).containsOnly("10.0.0.1");
  }

  @Test
  void row_startAndEnd_giveDuration() {
    FlowObserved flow = read("stime,ltime,srcip,dstip\n1421927414,1421927416,10.0.0.1,10.0.0.2\n")
        .flows
        .getFirst();
    assertThat(flow.observedAt()).isEqualTo(Instant.ofEpochSecond(1421927416));
    assertThat(flow.durationMicros()).isEqualTo(2_000_000);
  }

  @Test
  void row_units_areThoseOfTheName() {
    String row = "\n10,10.0.0.1,10.0.0.2,1500\n";
    assertThat(read("ts,src,dst,duration_ms" + row).flows.getFirst().durationMicros())
        .isEqualTo(1_500_000);
    assertThat(read("ts,src,dst,Flow Duration" + row).flows.getFirst().durationMicros())
        .isEqualTo(1_500);
    assertThat(read("ts,src,dst,duration_s" + row).flows.getFirst().durationMicros())
        .isEqualTo(1_500_000_000L);
  }

  @Test
  void row_accountAssetAndIcs_areRead() {
    FlowObserved flow = read("""
                ts,src_ip,dst_ip,user,asset_id,ics_protocol,unit_id,function_code,register_address,register_quantity,register_value
                1,10.0.0.1,10.0.0.2,Alice,van-7,Modbus,1,0x10,40001,2,-1.5
                """).flows.getFirst();
    assertThat(flow.account()).isEqualTo("Alice");
    assertThat(flow.asset()).isEqualTo("van-7");
    assertThat(flow.ics()).isEqualTo(new IcsMessage("modbus", 1, 16, true, 40001L, 2L, -1.5));
  }

  @Test
  void row_label_neverTravels() {
    FlowObserved flow =
        read("ts,src_ip,dst_ip,label,attack_cat,Label\n1,10.0.0.1,10.0.0.2,SECRET,SECRET,SECRET\n")
            .flows
            .getFirst();
    assertThat(flow.toString()).doesNotContain("SECRET");
  }

  @Test
  void row_cellsThatSayNothing_areUnset() {
    CollectedRows rows = read("""
          ts,src_ip,dst_ip,dst_port,bytes,packets,service
          1,10.0.0.1,10.0.0.2,,NaN,-,null
          2,10.0.0.1,10.0.0.2,nan,,None,NULL
          """);
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows).allSatisfy(flow -> {
      assertThat(flow.dstPort()).isNull();
      assertThat(flow.bytesOut()).isNull();
      assertThat(flow.packetsOut()).isNull();
      assertThat(flow.service()).isNull();
    });
  }

  @Test
  void row_infinityAndFractions_areRejected_floatsForIntegersAreNot() {
    CollectedRows rows = read("""
          ts,src_ip,dst_ip,bytes
          1,10.0.0.1,10.0.0.2,Infinity
          2,10.0.0.1,10.0.0.2,-inf
          3,10.0.0.1,10.0.0.2,36190.0
          4,10.0.0.1,10.0.0.2,1.5
          """);
    assertThat(rows.flows).extracting(FlowObserved::bytesOut).containsExactly(36190L);
    assertThat(rows.rejections)
        .extracting(Rejection::reason)
        .containsExactly(
            "bytes: 'Infinity' (expected: a whole number, 0 or more)",
            "bytes: '-inf' (expected: a whole number, 0 or more)",
            "bytes: '1.5' (expected: a whole number, 0 or more)");
  }

  @Test
  void row_protocolNumber_isNamed() {
    CollectedRows rows = read(
        "ts,src,dst,protocol,dport\n1,10.0.0.1,10.0.0.2,6,80\n1,10.0.0.1,10.0.0.2,1,8\n1,10.0.0.1,10.0.0.2,999,8\n");
    assertThat(rows.flows).extracting(FlowObserved::protocol).containsExactly("tcp", "icmp");
    assertThat(rows.flows.get(1).dstPort()).isNull();
    assertThat(rows.rejections).extracting(Rejection::column).containsExactly("protocol");
  }

  @Test
  void row_states_ofManySensors() {
    CollectedRows rows = read("""
          ts,src,dst,state
          1,10.0.0.1,10.0.0.2,S0
          1,10.0.0.1,10.0.0.2,established
          1,10.0.0.1,10.0.0.2,CON
          1,10.0.0.1,10.0.0.2,S_RA
          1,10.0.0.1,10.0.0.2,odd
          """);
    assertThat(rows.flows)
        .extracting(FlowObserved::state)
        .containsExactly(
            FlowState.ATTEMPTED,
            FlowState.ESTABLISHED,
            FlowState.ESTABLISHED,
            FlowState.REJECTED,
            null);
  }

  @Test
  void row_tcpFlags_asNumberOrLetters() {
    CollectedRows rows = read(
        "ts,src,dst,tcp_flags\n1,10.0.0.1,10.0.0.2,18\n1,10.0.0.1,10.0.0.2,0x12\n1,10.0.0.1,10.0.0.2,.A..S.\n");
    assertThat(rows.flows).extracting(FlowObserved::tcpFlags).containsOnly(0x12);
  }

  @Test
  void quoted_separatorQuoteAndLineEnd_stayInTheCell() {
    CollectedRows rows = read("""
          ts,note,src,dst,user
          1,"a, ""b""
          second line",10.0.0.1,10.0.0.2," Ann ""A"" "
          2,x,10.0.0.3,10.0.0.2,Bob
          """);
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows.getFirst().account()).isEqualTo("Ann \"A\"");
    assertThat(rows.lines).containsExactly(2L, 4L);
  }

  @Test
  void quoted_neverClosed_rejectsThatLineOnly() {
    var content = new StringBuilder("ts,src,dst,user\n1,10.0.0.1,10.0.0.2,\"open\n");
    for (int i = 2; i <= 40; i++) {
      content.append(i).append(",10.0.0.1,10.0.0.2,u").append(i).append('\n');
    }
    CollectedRows rows = read(content.toString());
    assertThat(rows.flows).hasSize(39);
    assertThat(rows.lines.getFirst()).isEqualTo(3);
    assertThat(rows.rejections)
        .containsExactly(new Rejection(
            2, Rejection.ROW, "1,10.0.0.1,10.0.0.2,\"open", "a closing quote within 16 lines"));
  }

  @Test
  void quoted_closedByAnotherRowsQuote_rejectsTheFirstOnly() {
    CollectedRows rows = read(
        "ts,src,dst,user\n1,10.0.0.1,10.0.0.2,\"open\n2,10.0.0.1,10.0.0.2,\"fine\"\n3,10.0.0.1,10.0.0.2,u\n");
    assertThat(rows.lines).containsExactly(3L, 4L);
    assertThat(rows.rejections).extracting(Rejection::line).containsExactly(2L);
  }

  @Test
  void quoted_everyLineOpen_endsAndNamesEach() {
    CollectedRows rows = read("ts,src,dst,user\n" + "1,10.0.0.1,10.0.0.2,\"open\n".repeat(1001));
    assertThat(rows.flows.size() + rows.rejections.size()).isPositive().isLessThanOrEqualTo(1001);
    assertThat(rows.rejections).isNotEmpty();
  }

  @Test
  void row_ragged_isRejected_emptyTailIsNot() {
    CollectedRows rows =
        read("ts,src,dst\n1,10.0.0.1\n2,10.0.0.1,10.0.0.2,,\n3,10.0.0.1,10.0.0.2,x\n\n");
    assertThat(rows.lines).containsExactly(3L);
    assertThat(rows.rejections)
        .extracting(Rejection::expected)
        .containsExactly("3 cells, there are 2", "3 cells, there are 4");
  }

  @Test
  void header_withoutTimeOrAddress_isAUsersMistake() {
    assertThatThrownBy(() -> read("src_ip,dst_ip,proto\n10.0.0.1,10.0.0.2,tcp\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("started_at");
    assertThatThrownBy(() -> read("")).isInstanceOf(UsageException.class);
  }

  private static CollectedRows read(String content) {
    return CollectedRows.read(FileFormat.CSV, content);
  }
}
