package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignRecordsTest {
  private static final long SENT = 1_700_000_000_250L;

  private static final String TEN =
      "{\"service\":\"http\",\"flag\":\"SF\",\"src_bytes\":181,\"dst_bytes\":5450,"
          + "\"count\":8,\"same_srv_rate\":1.0,\"diff_srv_rate\":0.0,\"dst_host_srv_count\":9,"
          + "\"dst_host_same_srv_rate\":1.0,\"dst_host_same_src_port_rate\":0.11}";

  /** All columns of a schema, words a dash and numbers 1. */
  private static String all(FeatureSchema schema, String more) {
    return schema.columns().stream()
        .map(name -> '"' + name + "\":" + (schema.words().contains(name) ? "\"-\"" : "1"))
        .collect(Collectors.joining(",", "{", more + "}"));
  }

  @Test
  void trafficOfTen_isAFlowOfItsFeaturesAtTheTimeItWasSent() {
    FlowObserved flow = read(Topic.NETWORK_TRAFFIC, TEN);
    assertThat(flow.observedAt()).isEqualTo(Instant.ofEpochMilli(SENT));
    assertThat(flow.hasAddresses()).isFalse();
    assertThat(flow.bytesIn()).isEqualTo(5450);
    assertThat(features(flow).schema()).isEqualTo("nsl-kdd/10");
    assertThat(features(flow).values())
        .containsExactly("http", "SF", "181", "5450", "8", "1.0", "0.0", "9", "1.0", "0.11");
  }

  @Test
  void trafficOfFortyTwo_isToldByItsColumns() {
    FlowObserved flow =
        read(Topic.NETWORK_TRAFFIC, all(FeatureSchema.CICIDS2017_42, ",\"Label\":\"DDoS\""));
    assertThat(features(flow).schema()).isEqualTo("cicids2017/42");
    assertThat(flow.toString()).doesNotContain("DDoS");
  }

  @Test
  void keys_inAnotherSpellingOrAnObjectInside_areFound() {
    String spelled = FeatureSchema.CICIDS2017_42.columns().stream()
        .map(name -> '"' + name.toLowerCase(Locale.ROOT).replaceAll("[ /]", "_") + "\":NaN")
        .collect(Collectors.joining(",", "{\"id\":7,\"features\":{", "},\"tags\":[1]}"))
        .replace("\"destination_port\":NaN", "\"destination_port\":443")
        .replace("\"flow_bytes_s\":NaN", "\"flow_bytes_s\":Infinity");
    FlowObserved flow = read(Topic.NETWORK_FLOWS, spelled);
    assertThat(flow.dstPort()).isEqualTo(443);
    assertThat(features(flow).values()).contains("Infinity", "NaN");
  }

  @Test
  void flowsWithAddresses_areOfTheirHostsButNotOfTheirOwnTime() {
    FlowObserved flow = read(
        Topic.NETWORK_FLOWS,
        all(
            FeatureSchema.CICIDS2017_42,
            ",\"Source IP\":\"10.0.0.1\",\"Destination IP\":\"10.0.0.2\",\"Protocol\":6,"
                + "\"Timestamp\":\"7/7/2017 3:30\""));
    assertThat(flow.srcIp()).isEqualTo("10.0.0.1");
    assertThat(flow.protocol()).isEqualTo("tcp");
    assertThat(flow.observedAt()).isEqualTo(Instant.ofEpochMilli(SENT));
  }

  @Test
  void log_isReadInTheColumnsOfTheRawRowsToo() {
    String raw = all(
            FeatureSchema.UNSW_NB15, ",\"srcip\":\"59.166.0.0\",\"dstip\":\"149.171.126.6\"")
        .replace("\"smean\"", "\"smeansz\"")
        .replace("\"response_body_len\"", "\"res_bdy_len\"")
        .replace("\"rate\":1,", "");
    FlowObserved flow = read(Topic.NETWORK_LOG, raw);
    assertThat(flow.hasAddresses()).isTrue();
    assertThat(features(flow).schema()).isEqualTo("unsw-nb15");
    assertThat(features(flow).values()).as("a rate is computed").contains("1.0");
  }

  @Test
  void sameReader_formsInTurn_keepsThemApart() {
    var records = new ForeignRecords(Topic.NETWORK_TRAFFIC);
    for (int i = 0; i < 3; i++) {
      assertThat(features(read(records, TEN)).schema()).isEqualTo("nsl-kdd/10");
      assertThat(features(read(records, all(FeatureSchema.CICIDS2017_42, ""))).schema())
          .isEqualTo("cicids2017/42");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json|JSON object",
        "``|JSON object",
        "[1,2]|JSON object",
        "{\"a\":1}{\"b\":2}|nothing behind it",
        "{\"service\":\"http\"}|no flag, src_bytes, dst_bytes",
        "{\"flow_duration\":1}|no service, flag"
      })
  void record_ofAnotherForm_isMalformedByName(String record, String part) {
    assertMalformed(Topic.NETWORK_TRAFFIC, record, part);
  }

  @Test
  void record_lackingOneColumn_namesItAndPadsNothing() {
    assertMalformed(
        Topic.NETWORK_FLOWS,
        all(FeatureSchema.CICIDS2017_42, "").replace("\"Idle Std\"", "\"Idle\""),
        "record: no Idle Std (expected: CICIDS2017");
    assertMalformed(Topic.NETWORK_LOG, TEN, "expected: UNSW-NB15");
  }

  @Test
  void record_withANumberThatIsNone_namesColumnAndValue() {
    assertMalformed(
        Topic.NETWORK_TRAFFIC,
        TEN.replace("\"count\":8", "\"count\":\"eight\""),
        "count: 'eight' (expected: a number");
    assertMalformed(
        Topic.NETWORK_TRAFFIC,
        TEN.replace("\"src_bytes\":181", "\"src_bytes\":-1"),
        "src_bytes: '-1'");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1_700_000_000_250_000L})
  void record_sentAtNoTime_isMalformed(long sent) {
    byte[] value = TEN.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new ForeignRecords(Topic.NETWORK_TRAFFIC).read(value, sent))
        .hasMessageContaining("timestamp: " + sent);
  }

  private static void assertMalformed(Topic topic, String record, String part) {
    assertThatThrownBy(() -> read(topic, record))
        .isInstanceOfSatisfying(
            StageException.class,
            e -> assertThat(e.failure()).isInstanceOf(StageFailure.Malformed.class))
        .hasMessageContaining(part);
  }

  private static FlowObserved read(Topic topic, String record) {
    return read(new ForeignRecords(topic), record);
  }

  private static FlowObserved read(ForeignRecords records, String record) {
    return records
        .read(record.getBytes(StandardCharsets.UTF_8), SENT)
        .build(new UUID(0, 1), "test", "test", 1);
  }

  private static Features features(FlowObserved flow) {
    return Objects.requireNonNull(flow.features());
  }
}
