package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatDetectorTest {

  @Test
  void detect_heads_areTold() {
    assertThat(detect("#separator \\x09\n#fields\tts")).isEqualTo(FileFormat.ZEEK);
    assertThat(detect("### comment\n\t#separator \\x09\n")).isEqualTo(FileFormat.ZEEK);
    assertThat(detect("\n{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"conn_state\":\"SF\"}"))
        .isEqualTo(FileFormat.ZEEK);
    assertThat(detect("{\"timestamp\":\"x\",\"event_type\":\"stats\"}")).isEqualTo(FileFormat.EVE);
    assertThat(detect("{\"schema\":\"simulation/1\",\"sites\":{}}")).isEqualTo(FileFormat.FEDICS);
    assertThat(detect("{\"schema\":\"flow/1\",\"observed_at\":\"x\"}"))
        .isEqualTo(FileFormat.FEDICS);
    assertThat(detect("StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr\n"))
        .isEqualTo(FileFormat.BINETFLOW);
    assertThat(detect("StartTime\tDur\tProto\tSrcAddr\tSport\tDir\tDstAddr"))
        .isEqualTo(FileFormat.BINETFLOW);
    assertThat(detect("# made by x\nFlow ID, Source IP, Destination IP, Timestamp\n"))
        .isEqualTo(FileFormat.CSV);
    assertThat(detect("\ufeffts;srcip;dstip")).isEqualTo(FileFormat.CSV);
  }

  @Test
  void detect_jsonThatIsNotAnObjectALine_saysSo() {
    String event = "{\n  \"event_type\": \"flow\"\n}\n";
    for (String content : List.of(event, "[" + event + "]", "[\n" + event + "]", "[{\"a\":1}]")) {
      assertThatThrownBy(() -> FormatDetector.detect(content.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "looks like JSON, but not like one object a line (expected: one JSON object a line)");
    }
  }

  @Test
  void detect_cutJsonLine_isToldByItsFirstKeys() {
    assertThat(detect("{\"event_type\":\"flow\",\"flow\":{\"a")).isEqualTo(FileFormat.EVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d4c3b2a102000400|packet capture (pcap)", "0a0d0d0a1c000000|pcapng", "0ca50100|nfdump",
        "504b0304|ZIP", "00010203040506|binary file", "fffe6100|UTF-16"
      })
  void detect_binary_isNamed(String hex, String name) {
    assertThatThrownBy(() -> FormatDetector.detect(HexFormat.of().parseHex(hex)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("expected: Zeek conn.log");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "'   '|no record",
        "hello world|plain text",
        "{\"a\":1,\"b\":2}|JSON with keys",
        "{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"query\":\"x\"}|not conn.log",
        "a,b,c|separated columns [a, b, c]",
        "src_ip,dst_ip,proto|without one for started_at"
      })
  void detect_otherText_isNamed(String content, String name) {
    assertThatThrownBy(() -> detect(content))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(name);
  }

  @Test
  void of_wireNames() {
    assertThat(FileFormat.of("binetflow")).isEqualTo(FileFormat.BINETFLOW);
    assertThatThrownBy(() -> FileFormat.of("pcap"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "'pcap' (expected: auto, zeek, eve, binetflow, cicids2017, cicddos2019, unsw-nb15, nsl-kdd,"
                + " ton-iot, csv, fedics)");
  }

  private static FileFormat detect(String head) {
    return FormatDetector.detect(head.getBytes(StandardCharsets.UTF_8));
  }
}
