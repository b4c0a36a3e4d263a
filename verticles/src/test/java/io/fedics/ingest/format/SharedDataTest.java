package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files of many sensors; the counts are those of the folder's README. */
class SharedDataTest {
  private final Path data = SharedData.require();

  @ParameterizedTest
  @CsvSource({
    "slips/port-scans/vertical/conn.log, ZEEK, 50, 0, 0",
    "slips/test9-mixed-zeek-dir/conn.log, ZEEK, 576, 0, 0",
    "slips/test10-mixed-zeek-dir/conn.log, ZEEK, 141, 0, 0",
    "slips/test15-malicious-zeek-dir/conn.log, ZEEK, 2, 0, 0",
    "zeek-ics-pairs/icsnpp-modbus/analyzer.basic/conn.log, ZEEK, 0, 2, 0",
    "zeek-ics-pairs/icsnpp-dnp3/analyzer.basic/conn.log, ZEEK, 0, 11, 0",
    "slips/test2-malicious.binetflow, BINETFLOW, 6751, 0, 0",
    "slips/test3-mixed.binetflow, BINETFLOW, 89, 0, 0",
    "slips/test5-mixed.binetflow, BINETFLOW, 299, 0, 1",
    "slips/test11-portscan.binetflow, BINETFLOW, 66, 0, 0",
    "slips/test6-malicious.suricata_part-dev.json.gz, EVE, 2075, 0, 918",
    "unsw-nb15/raw/1_0-1_mix_time.csv.gz, UNSW_NB15, 10000, 0, 0",
    "unsw-nb15/UNSW_NB15_official-test_part-dev.csv.gz, UNSW_NB15, 49142, 0, 0",
    "cicddos2019/DrDoS_NetBIOS.csv, CICDDOS2019, 3001, 0, 0",
    "cicddos2019/DrDoS_DNS.csv.gz, CICDDOS2019, 15612, 0, 0",
    "cicddos2019/DrDoS_NTP.csv.gz, CICDDOS2019, 8438, 0, 0",
    "cicids2017/TrafficLabelling/Friday-WorkingHours-Afternoon-DDos.pcap_ISCX.csv, CICIDS2017, 299, 0, 0",
    "cicids2017/TrafficLabelling/baseline_portscan.csv, CICIDS2017, 1000, 0, 0",
    "cicids2017/TrafficLabelling/baseline_xss.csv, CICIDS2017, 652, 0, 0",
    "cicids2017/MachineLearningCVE-heads/m1.csv, CICIDS2017, 999, 0, 0",
    "cicids2017/MachineLearningCVE-heads/tu1.csv, CICIDS2017, 999, 0, 0",
    "cicids2017/MachineLearningCVE-heads/th1.csv, CICIDS2017, 1006, 0, 0",
    "cicids2017/MachineLearningCVE-heads/f1.csv, CICIDS2017, 999, 0, 0",
    "cicids2017/cic_ids2017_multiclass_part-dev.csv.gz, CICIDS2017, 6184, 0, 0",
    "ton-iot/Train_Test_Network_part-dev.csv.gz, TON_IOT, 134463, 0, 0",
    "nsl-kdd/KDDTrain+_20Percent.txt.gz, NSL_KDD, 25192, 0, 0",
    "nsl-kdd/KDDTrain+.txt.gz, NSL_KDD, 125973, 0, 0",
    "flow-meter/test (copy).csv, CSV, 96, 0, 0",
    "flow-meter/test.pcap.csv, CICIDS2017, 96, 0, 0"
  })
  void read_file_givesTheCountsOfTheReadme(
      String file, FileFormat format, int flows, int rejected, int skipped) throws IOException {
    assertThat(FormatDetector.detect(head(file))).isEqualTo(format);
    CollectedRows rows = read(file, format);
    assertThat(rows.rejections.stream().limit(3).map(Rejection::reason))
        .hasSizeLessThanOrEqualTo(rejected);
    assertThat(rows.flows).hasSize(flows);
    assertThat(rows.rejections).hasSize(rejected);
    assertThat(rows.skipped.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(skipped);
  }

  @Test
  void read_verticalScan_hasItsRefusals() throws IOException {
    CollectedRows rows = read("slips/port-scans/vertical/conn.log", FileFormat.ZEEK);
    assertThat(rows.flows)
        .filteredOn(
            flow -> "192.168.1.9".equals(flow.srcIp()) && "45.33.32.156".equals(flow.dstIp()))
        .hasSize(46);
    assertThat(rows.flows)
        .filteredOn(flow -> flow.state() == FlowState.REJECTED)
        .hasSize(43);
  }

  @Test
  void read_argusScan_hasItsPorts() throws IOException {
    CollectedRows rows = read("slips/test11-portscan.binetflow", FileFormat.BINETFLOW);
    assertThat(rows.flows)
        .filteredOn(flow -> "tcp".equals(flow.protocol()))
        .extracting(FlowObserved::dstPort)
        .hasSize(20)
        .contains(999, 980);
    assertThat(rows.flows)
        .filteredOn(flow -> "icmp".equals(flow.protocol()))
        .extracting(FlowObserved::dstIp)
        .hasSize(46);
  }

  @Test
  void read_eve_keepsAlertsAsContext() throws IOException {
    CollectedRows rows = read("slips/test6-malicious.suricata_part-dev.json.gz", FileFormat.EVE);
    assertThat(rows.skipped)
        .containsEntry("alert", 447)
        .containsEntry("dns", 436)
        .containsEntry("http", 31);
    assertThat(rows.flows).filteredOn(flow -> !flow.sensorAlerts().isEmpty()).hasSize(211);
  }

  @Test
  void read_rawUnsw_hasTheRatesOfThePartition() throws IOException {
    List<String> columns = FeatureSchema.UNSW_NB15.columns();
    int rate = columns.indexOf("rate");
    int duration = columns.indexOf("dur");
    Map<List<String>, Double> partition = new HashMap<>();
    for (FlowObserved flow :
        read("unsw-nb15/UNSW_NB15_official-test_part-dev.csv.gz", FileFormat.UNSW_NB15).flows) {
      List<String> values = Objects.requireNonNull(flow.features()).values();
      if (values.get(columns.indexOf("stcpb")).length() > 5) {
        partition.put(identity(values), Double.parseDouble(values.get(rate)));
      }
    }
    int met = 0;
    for (FlowObserved flow :
        read("unsw-nb15/raw/1_0-1_mix_time.csv.gz", FileFormat.UNSW_NB15).flows) {
      List<String> values = Objects.requireNonNull(flow.features()).values();
      Double there = partition.get(identity(values));
      if (there != null && Double.parseDouble(values.get(duration)) > 0.001) {
        met++;
        assertThat(Double.parseDouble(values.get(rate)))
            .isCloseTo(there, Percentage.withPercentage(0.1));
      }
    }
    assertThat(met).isGreaterThan(100);
  }

  /** Sequence numbers name a connection. */
  private static List<String> identity(List<String> values) {
    return List.of(
        values.get(FeatureSchema.UNSW_NB15.columns().indexOf("stcpb")),
        values.get(FeatureSchema.UNSW_NB15.columns().indexOf("dtcpb")));
  }

  @Test
  void read_portScan_isOfTheAfternoon() throws IOException {
    CollectedRows rows =
        read("cicids2017/TrafficLabelling/baseline_portscan.csv", FileFormat.CICIDS2017);
    assertThat(rows.flows)
        .extracting(FlowObserved::startedAt)
        .allMatch(it -> it != null
            && !it.isBefore(Instant.parse("2017-07-07T16:05:00Z"))
            && it.isBefore(Instant.parse("2017-07-07T17:52:00Z")));
  }

  @Test
  void read_maskedTimes_areRejectedByColumn() throws IOException {
    CollectedRows rows =
        read("zeek-ics-pairs/icsnpp-dnp3/analyzer.basic/conn.log", FileFormat.ZEEK);
    assertThat(rows.rejections).extracting(Rejection::column).containsOnly("ts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slips/test1-malicious.nfdump|nfdump",
        "pcaps/ndpi/synscan.pcap|packet capture",
        "slips/test10-mixed-zeek-dir/dns.log|log of dns",
        "slips/test9-mixed-zeek-dir/dns.log|not conn.log",
        "slips/test9-mixed-zeek-dir/arp.log|JSON",
        "zeek-ics-pairs/icsnpp-modbus/analyzer.basic/modbus.log|(expected",
        "cicids2017/heartbleed-cicids2017.csv.gz|(expected",
        "batadal/dataset04.csv|src_ip",
        "cicids2017/CICIDS2017_sample_km_union_part-dev.csv.gz|no column for Destination Port"
      })
  void read_otherFile_isAUsersMistake(String file, String part) {
    assertThatThrownBy(() -> read(file, FormatDetector.detect(head(file))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(part);
  }

  private CollectedRows read(String file, FileFormat format) throws IOException {
    var rows = new CollectedRows();
    try (InputStream in = open(file)) {
      format.newReader().read(in, rows);
    }
    return rows;
  }

  private byte[] head(String file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(FormatDetector.HEAD);
    }
  }

  private InputStream open(String file) throws IOException {
    InputStream in = Files.newInputStream(data.resolve(file));
    return file.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
