package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows made here, with every oddity the published files have. */
class DataSetReaderTest {
  /** An attack's name in no column but the label's. */
  private static final String LABEL = "Web Attack \u0096 XSS";

  private static final List<String> CICIDS = new ArrayList<>(FeatureSchema.CICIDS2017_42.columns());
  private static final List<String> UNSW = FeatureSchema.UNSW_NB15.columns();
  private static final List<String> TON = FeatureSchema.TON_IOT.columns();
  private static final String KDD_ROW =
      "0,tcp,http,SF,181,5450,0,0,0,0,0,1,0,0,2,0,0,0,0,0,0,0,8,9,0.00,0.00,0.00,0.00,1.00,0.25,0.00,9,9,1.00,"
          + "0.00,0.11,0.00,0.00,0.00,0.00,0.00";

  private static final String UNSW_RAW =
      "59.166.0.0,0x0303,149.171.126.6,53,udp,CON,0.5,132,164,31,29,0,0,-,500473.9375,621800.9375,2,2,0,0,0,0,66,82,"
          + "0,0,0,0,1421927414,1421927415,0.017,0.013,0,0,0,0,0,,,,3,7,1,3,1,1,1, Fuzzers,1";

  @Test
  void cicids_withoutAddresses_bringsFeaturesOnly() {
    CollectedRows rows = read(cicids(CICIDS, Map.of("Flow Duration", "640"), LABEL));
    assertThat(rows.rejections).isEmpty();
    FlowObserved flow = rows.flows.getFirst();
    assertThat(flow.hasAddresses()).isFalse();
    assertThat(flow.keyHost()).isEqualTo(flow.eventId().toString());
    assertThat(flow.sensor()).isEqualTo("cicids2017");
    assertThat(flow.durationMicros()).isEqualTo(640);
    assertThat(flow.dstPort()).isEqualTo(1);
    Features features = features(flow);
    assertThat(features.schema()).isEqualTo("cicids2017/42");
    assertThat(features.values()).hasSize(42).startsWith("1", "640", "3");
  }

  @Test
  void cicids_withAddresses_isAFlowOfTwoHostsWithFeatures() {
    FlowObserved flow =
        read(cicids(withAddresses(), host("6/7/2017 10:15"), "BENIGN")).flows.getFirst();
    assertThat(flow.srcIp()).isEqualTo("172.16.0.1");
    assertThat(flow.srcPort()).isEqualTo(52120);
    assertThat(flow.dstIp()).isEqualTo("192.168.10.50");
    assertThat(flow.dstPort()).as("an integer written as a float").isEqualTo(80);
    assertThat(flow.protocol()).isEqualTo("tcp");
    assertThat(flow.packetsOut()).isEqualTo(3);
    assertThat(flow.hasAddresses()).isTrue();
    assertThat(features(flow).schema()).isEqualTo("cicids2017/42");
  }

  @ParameterizedTest
  @CsvSource({
    "6/7/2017 10:15, 2017-07-06T13:15:00Z", // day first, three hours behind
    "7/7/2017 1:05, 2017-07-07T16:05:00Z", // of the afternoon, 12 hours without AM and PM
    "7/7/2017 3:30, 2017-07-07T18:30:00Z",
    "5/7/2017 12:10, 2017-07-05T15:10:00Z",
    "03/07/2017 08:55:58, 2017-07-03T11:55:58Z",
    "31/03/2015 03:32:22, 2015-03-31T03:32:22Z", // another capture of the same tool
    "07/07/2017 03:30:00 PM, 2017-07-07T15:30:00Z",
    "2017-07-07 03:30:00, 2017-07-07T03:30:00Z"
  })
  void cicids_clockOfTheCaptures_isUnderstood(String said, Instant meant) {
    FlowObserved flow =
        read(cicids(withAddresses(), host(said), "BENIGN")).flows.getFirst();
    assertThat(flow.startedAt()).isEqualTo(meant);
  }

  @Test
  void cicids_blanksAndANameTwice_takeTheFirst() {
    List<String> header = new ArrayList<>();
    CICIDS.forEach(name -> header.add(" " + name));
    header.add("Fwd Header Length");
    String file = String.join(",", header) + ", Label\n"
        + "1,".repeat(CICIDS.indexOf("Fwd Header Length"))
        + "20,"
        + "1,".repeat(CICIDS.size() - CICIDS.indexOf("Fwd Header Length") - 1)
        + "99,BENIGN\n";
    FlowObserved flow = read(file).flows.getFirst();
    assertThat(features(flow).values().get(CICIDS.indexOf("Fwd Header Length"))).isEqualTo("20");
  }

  @Test
  void cicids_pandasNameOfTheSecondLength_isNotTaken() {
    List<String> header = new ArrayList<>(CICIDS);
    header.addFirst("Fwd Header Length.1");
    FlowObserved flow = read(cicids(header, Map.of("Fwd Header Length.1", "99"), "BENIGN"))
        .flows
        .getFirst();
    assertThat(features(flow).values().get(CICIDS.indexOf("Fwd Header Length"))).isNotEqualTo("99");
  }

  @ParameterizedTest
  @CsvSource({
    "Flow Bytes/s, Infinity",
    "Flow Packets/s, inf",
    "Flow Bytes/s, NaN",
    "Flow Bytes/s, ''",
    "Init_Win_bytes_forward, -1",
    "Flow IAT Min, -14",
    "Fwd Header Length, -167770",
    "min_seg_size_forward, -83885",
    "Fwd Packet Length Max, 36190.0",
    "Flow Bytes/s, 2.944e9"
  })
  void cicids_oddNumbers_travelAsTheyStand(String column, String cell) {
    CollectedRows rows = read(cicids(CICIDS, Map.of(column, cell), "BENIGN"));
    assertThat(rows.rejections).isEmpty();
    assertThat(features(rows.flows.getFirst()).values().get(CICIDS.indexOf(column)))
        .isEqualTo(cell);
  }

  @Test
  void cicids_noNumber_isRejectedByName() {
    CollectedRows rows = read(cicids(CICIDS, Map.of("Active Mean", "many"), "BENIGN"));
    assertThat(rows.flows).isEmpty();
    assertThat(rows.rejections.getFirst().reason())
        .isEqualTo("Active Mean: 'many' (expected: a number, Infinity or NaN)");
  }

  @Test
  void cicids_oneColumnMissing_isNamedAndNothingPadded() {
    List<String> header = new ArrayList<>(CICIDS);
    header.remove("Destination Port");
    assertThatThrownBy(() -> read(cicids(header, Map.of(), "BENIGN")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no column for Destination Port")
        .hasMessageContaining("expected: CICIDS2017 with");
  }

  @ParameterizedTest
  @CsvSource({"Web Attack \u0096 XSS", "Web Attack \uFFFD XSS", "DDoS"})
  void label_ofAnySet_neverTravels(String label) {
    assertNowhere(label, read(cicids(withAddresses(), host("7/7/2017 1:05"), label)));
    assertNowhere(label, read(unsw(Map.of(), label)));
    assertNowhere(label, read(FileFormat.NSL_KDD, KDD_ROW + "," + label + ",21\n"));
    assertNowhere(label, read(FileFormat.UNSW_NB15, UNSW_RAW.replace(" Fuzzers", label)));
    assertNowhere(label, read(ton(Map.of(), label)));
  }

  @Test
  void label_inTheBrokenDashOfThePublisher_leavesTheRowReadable() {
    byte[] file =
        cicids(CICIDS, Map.of(), "Web Attack ? XSS").getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < file.length; i++) {
      file[i] = file[i] == '?' ? (byte) 0x96 : file[i];
    }
    assertThat(CollectedRows.read(FileFormat.CICIDS2017, file).flows).hasSize(1);
  }

  @Test
  void cicddos_hasItsOwnNameAndItsTimesAsTheyStand() {
    List<String> header = withAddresses();
    header.add("SimillarHTTP");
    header.add("Inbound");
    Map<String, String> cells = host("2018-12-01 11:15:56.451824");
    cells.put("SimillarHTTP", "205.174.165.72/c.php");
    cells.put("Protocol", "0");
    FlowObserved flow = read(cicids(header, cells, "DrDoS_DNS")).flows.getFirst();
    assertThat(flow.sensor()).isEqualTo("cicddos2019");
    assertThat(flow.startedAt()).isEqualTo(Instant.parse("2018-12-01T11:15:56.451824Z"));
    assertThat(flow.protocol()).isEqualTo("0");
    assertThat(features(flow).schema()).isEqualTo("cicids2017/42");
  }

  @Test
  void cicids_restOfAConnection_isPartialWhicheverSideSpoke() {
    List<String> header = withAddresses();
    Map<String, String> first = host("6/7/2017 10:15");
    Map<String, String> back = host("6/7/2017 10:16");
    back.put("Source IP", first.get("Destination IP"));
    back.put("Source Port", first.get("Destination Port"));
    back.put("Destination IP", first.get("Source IP"));
    back.put("Destination Port", first.get("Source Port"));
    Map<String, String> other = host("6/7/2017 10:16");
    other.put("Source Port", "52121");
    Map<String, String> again = host("6/7/2017 10:17");
    Map<String, String> muchLater = host("6/7/2017 10:25");

    String rows = Stream.of(first, back, again, other, muchLater, first)
        .map(cells -> cicids(header, cells, "BENIGN").lines().toList().getLast())
        .collect(Collectors.joining("\n"));

    assertThat(read(String.join(",", header) + ",Label\n" + rows).flows)
        .extracting(FlowObserved::state)
        .containsExactly(null, FlowState.PARTIAL, FlowState.PARTIAL, null, null, null);
  }

  @Test
  void unsw_partitionWithByteOrderMark_bringsFeaturesOnly() {
    CollectedRows rows = read("\ufeff" + unsw(Map.of("service", "-", "proto", "sctp"), "Normal"));
    FlowObserved flow = rows.flows.getFirst();
    assertThat(flow.hasAddresses()).isFalse();
    assertThat(flow.protocol()).isEqualTo("sctp");
    assertThat(flow.service()).as("the dash says nothing of a flow").isNull();
    assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
    assertThat(features(flow).values())
        .hasSize(42)
        .contains("-", "sctp")
        .as("the row's number is no feature")
        .doesNotContain("4711");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void unsw_rawRow_hasHostsTimesAndThePartitionsFeatures(boolean header) {
    String names =
        "srcip,sport,dstip,dsport,proto,state,dur,sbytes,dbytes,sttl,dttl,sloss,dloss,service,Sload,Dload,"
            + "Spkts,Dpkts,swin,dwin,stcpb,dtcpb,smeansz,dmeansz,trans_depth,res_bdy_len,Sjit,Djit,Stime,Ltime,"
            + "Sintpkt,Dintpkt,tcprtt,synack,ackdat,is_sm_ips_ports,ct_state_ttl,ct_flw_http_mthd,is_ftp_login,"
            + "ct_ftp_cmd,ct_srv_src,ct_srv_dst,ct_dst_ltm,ct_src_ ltm,ct_src_dport_ltm,ct_dst_sport_ltm,"
            + "ct_dst_src_ltm,attack_cat,Label\r\n";
    CollectedRows rows = read((header ? names : "") + UNSW_RAW + "\r\n");
    assertThat(rows.rejections).isEmpty();
    FlowObserved flow = rows.flows.getFirst();
    assertThat(flow.srcIp()).isEqualTo("59.166.0.0");
    assertThat(flow.srcPort()).as("hexadecimal").isEqualTo(0x303);
    assertThat(flow.dstPort()).isEqualTo(53);
    assertThat(flow.observedAt()).isEqualTo(Instant.ofEpochSecond(1421927415));
    Map<String, String> values = byName(UNSW, features(flow));
    assertThat(values)
        .containsEntry("smean", "66")
        .containsEntry("response_body_len", "0")
        .containsEntry("sinpkt", "0.017")
        .containsEntry("ct_src_ltm", "3")
        .containsEntry("is_ftp_login", "")
        .containsEntry("service", "-")
        .containsEntry("rate", "6.0"); // three intervals in half a second
  }

  @Test
  void unsw_rawRowOfNoLength_hasRateZero() {
    FlowObserved flow =
        read(UNSW_RAW.replace("CON,0.5,", "INT,0.000000,") + "\n").flows.getFirst();
    assertThat(byName(UNSW, features(flow))).containsEntry("rate", "0.0");
  }

  @ParameterizedTest
  @CsvSource({"',normal,20'", "',normal'", "''"})
  void kdd_rowsWithoutHeader_bringTheTen(String end) {
    CollectedRows rows = read(KDD_ROW + end + "\n" + KDD_ROW.replace("http", "aol") + end + "\n");
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows).as("the first line is a row").hasSize(2);
    FlowObserved flow = rows.flows.getFirst();
    assertThat(flow.protocol()).isEqualTo("tcp");
    assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
    assertThat(flow.bytesIn()).isEqualTo(5450);
    assertThat(features(flow).schema()).isEqualTo("nsl-kdd/10");
    assertThat(features(flow).values())
        .containsExactly("http", "SF", "181", "5450", "8", "1.00", "0.25", "9", "1.00", "0.11");
    assertThat(features(rows.flows.getLast()).values().getFirst())
        .as("a service no training held")
        .isEqualTo("aol");
  }

  @Test
  void kdd_header_isNoRow() {
    String header = String.join(",", FeatureSchema.NSL_KDD_41.columns()) + ",label,difficulty\n";
    assertThat(read(header + KDD_ROW + ",land,3\n").flows).hasSize(1);
  }

  @Test
  void kdd_onlyCarriageReturns_areLineEnds() {
    assertThat(read(KDD_ROW + ",normal,20\r" + KDD_ROW + ",normal,20").flows).hasSize(2);
  }

  @Test
  void timeless_rows_followOneAnotherTenASecondTheSameEachTime() {
    String file = (KDD_ROW + ",normal,20\n").repeat(11);
    List<Instant> times =
        read(file).flows.stream().map(FlowObserved::observedAt).toList();
    assertThat(times.getFirst()).isEqualTo(Instant.parse("2000-01-01T00:00:00.100Z"));
    assertThat(times.getLast()).isEqualTo(Instant.parse("2000-01-01T00:00:01.100Z"));
    assertThat(read(file).flows.stream().map(FlowObserved::observedAt).toList()).isEqualTo(times);
  }

  @Test
  void ton_oddities_areRead() {
    CollectedRows rows = read(ton(
        Map.of(
            "duration", "1.6e-05",
            "dns_AA", "T",
            "dns_RD", "F",
            "dns_RA", "-",
            "http_trans_depth", "-",
            "service", "-",
            "conn_state", "S0",
            "src_bytes", "0.0"),
        "xss"));
    assertThat(rows.rejections).isEmpty();
    FlowObserved flow = rows.flows.getFirst();
    assertThat(flow.sensor()).isEqualTo("ton-iot");
    assertThat(flow.hasAddresses()).isTrue();
    assertThat(flow.durationMicros()).isEqualTo(16);
    assertThat(flow.state()).isEqualTo(FlowState.ATTEMPTED);
    assertThat(flow.bytesOut()).isZero();
    assertThat(byName(TON, features(flow)))
        .containsEntry("dns_AA", "T")
        .containsEntry("http_trans_depth", "-")
        .containsEntry("duration", "1.6e-05");
  }

  @Test
  void ragged_row_isNamedAndTheRestGoesOn() {
    CollectedRows rows = read(
        FileFormat.NSL_KDD, KDD_ROW + ",normal,20\n" + KDD_ROW + "\n" + KDD_ROW + ",normal,20\n");
    assertThat(rows.flows).hasSize(2);
    assertThat(rows.rejections).extracting(Rejection::line).containsExactly(2L);
  }

  private static void assertNowhere(String label, CollectedRows rows) {
    assertThat(rows.flows).hasSize(1);
    assertThat(rows.flows.getFirst().toString()).doesNotContain(label);
  }

  private static List<String> withAddresses() {
    List<String> header = new ArrayList<>(List.of(
        "Flow ID",
        "Source IP",
        "Source Port",
        "Destination IP",
        "Destination Port",
        "Protocol",
        "Timestamp"));
    header.addAll(CICIDS.subList(1, CICIDS.size()));
    return header;
  }

  private static Map<String, String> host(String time) {
    return new HashMap<>(Map.of(
        "Source IP", "172.16.0.1",
        "Source Port", "52120.0",
        "Destination IP", "192.168.10.50",
        "Destination Port", "80.0",
        "Protocol", "6.0",
        "Timestamp", time,
        "Total Fwd Packets", "3"));
  }

  private static String cicids(List<String> header, Map<String, String> cells, String label) {
    return table(header, cells, "Label", label);
  }

  private static String unsw(Map<String, String> cells, String label) {
    List<String> header = new ArrayList<>(UNSW);
    header.addFirst("id");
    Map<String, String> all =
        new HashMap<>(Map.of("id", "4711", "proto", "udp", "service", "dns", "state", "CON"));
    all.putAll(cells);
    return table(header, all, "attack_cat", label);
  }

  private static String ton(Map<String, String> cells, String label) {
    List<String> header = new ArrayList<>(TON);
    header.addAll(0, List.of("src_ip", "src_port", "dst_ip"));
    Map<String, String> all =
        new HashMap<>(Map.of("src_ip", "192.168.1.37", "dst_ip", "192.168.1.193", "proto", "tcp"));
    all.putAll(cells);
    return table(header, all, "type", label);
  }

  /** Each cell its place in the header, where nothing else is said. */
  private static String table(
      List<String> header, Map<String, String> cells, String labelColumn, String label) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      row.add(cells.getOrDefault(header.get(i), Integer.toString(i + 1)));
    }
    return String.join(",", header) + "," + labelColumn + "\n" + String.join(",", row) + "," + label
        + "\n";
  }

  private static Map<String, String> byName(List<String> columns, Features features) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i), features.values().get(i));
    }
    return values;
  }

  private static Features features(FlowObserved flow) {
    return Objects.requireNonNull(flow.features());
  }

  /** As {@code --format auto}. */
  private static CollectedRows read(String content) {
    FileFormat format = FormatDetector.detect(content.getBytes(StandardCharsets.UTF_8));
    return read(format, content);
  }

  private static CollectedRows read(FileFormat format, String content) {
    return CollectedRows.read(format, content);
  }
}
