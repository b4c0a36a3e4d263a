package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventSamples;
import io.fedics.shared.event.FlowObserved;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  private final EventCodec codec = new EventCodec();

  static List<Event> everyEvent() {
    return EventSamples.all();
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void decode_cutRecord_isToldWithoutTheReadersBuffer() {
    assertThatThrownBy(() -> codec.decode(bytes("{\"schema\":\"flow/1\"")))
        .isInstanceOfSatisfying(
            StageException.class,
            e -> assertThat(e.failure().detail()).doesNotContain("Source", "marker at"));
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void decode_whatWasEncoded_isEqualAndBytesRepeat(Event event) {
    byte[] json = codec.encode(event);
    assertThat(text(json)).startsWith("{\"schema\":\"");
    assertThat(codec.decode(json)).isEqualTo(event);
    assertThat(codec.encode(codec.decode(json))).isEqualTo(json);
  }

  @Test
  void samples_coverEverySchema() {
    assertThat(EventSamples.all().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(WireFormat.schemas().values()));
  }

  @Test
  void decode_schemaNotFirst_isTheSameFlow() {
    String json = text(codec.encode(EventSamples.flow()));
    String moved = "{" + json.substring("{\"schema\":\"flow/1\",".length(), json.length() - 1)
        + ",\"schema\":\"flow/1\"}";
    assertThat(codec.decode(bytes(moved))).isEqualTo(EventSamples.flow());
  }

  @Test
  void decode_unknownFields_areIgnored() {
    String json = text(codec.encode(EventSamples.flow()))
        .replace("\"seq\":", "\"news\":{\"a\":[1]},\"seq\":");
    assertThat(codec.decode(bytes(json))).isEqualTo(EventSamples.flow());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          "seq":42         | "seq":"42"                | seq: 42 (expected: a whole number)
          "seq":42         | "seq":4.5                 | seq: 4.5 (expected: a whole number)
          "seq":42,        | ''                        | seq: missing
          "bytes_out":120  | "bytes_out":-1            | bytes_out: -1 (expected: 0 or more)
          "dst_port":502   | "dst_port":70000          | dst_port: 70000 (expected: 0 to 65535)
          "site":"demo",   | ''                        | site: missing
          "site":"demo"    | "site":null               | site: missing
          "value":17.5     | "value":"NaN"             | ics.value: NaN (expected: a finite number)
          "value":17.5     | "value":NaN               | NaN
          "state":"established" | "state":"SF"         | state: SF (expected: attempted
          "flow/1"         | "flow/9"                  | flow/9
          """)
  void decode_wrongFlow_saysWhatValueAndExpected(String good, String bad, String reason) {
    String json = text(codec.encode(EventSamples.flow()));
    assertThat(json).contains(good);
    assertMalformed(json.replace(good, bad), reason);
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void decode_anyRequiredFieldMissing_isMalformed(Event event) {
    String json = text(codec.encode(event));
    assertMalformed(json.replaceFirst("\"site\":\"[a-z]*\",", ""), "site");
    assertMalformed(json.replaceFirst("\"source\":\"", "\"source\":null,\"was\":\""), "source");
  }

  @Test
  void decode_numberNotFinite_isMalformed() {
    String json = text(codec.encode(EventSamples.anomaly()));
    assertMalformed(json.replace("\"score\":0.9999", "\"score\":\"NaN\""), "score");
    assertMalformed(
        json.replace("\"score\":0.9999", "\"score\":1.5"), "score: 1.5 (expected: 0 to 1)");
    assertMalformed(json.replace("\"is_anomaly\":true,", ""), "is_anomaly");
  }

  @Test
  void decode_notAnEvent_isMalformed() {
    assertMalformed("", "");
    assertMalformed("null", "");
    assertMalformed("[]", "");
    assertMalformed("{}", "schema");
    assertMalformed("{\"schema\":\"flow/1\"} {}", "");
    assertMalformed(
        "{\"schema\":\"flow/1\",\"deep\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
        "depth");
    assertThatThrownBy(() -> codec.decode(RecordBytes.NONE)).isInstanceOf(StageException.class);
  }

  @Test
  void decode_tooLong_isMalformedWithoutParsing() {
    byte[] long10 = new byte[10 << 20];
    Arrays.fill(long10, (byte) ' ');
    assertThatThrownBy(() -> codec.decode(long10))
        .hasMessageContaining("10485760 bytes (expected: at most 1048576");
  }

  @Test
  void decode_anyBytes_isAnEventOrMalformed() {
    byte[] good = codec.encode(EventSamples.flow());
    var random = new Random(7);
    for (int n = 0; n < 20_000; n++) {
      byte[] bad =
          Arrays.copyOf(good, random.nextInt(10) == 0 ? random.nextInt(good.length) : good.length);
      for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(codec.decode(bad)).isInstanceOf(FlowObserved.class);
      } catch (StageException e) {
        assertThat(e.failure()).isInstanceOf(StageFailure.Malformed.class);
      }
    }
  }

  private void assertMalformed(String json, String reason) {
    assertThatThrownBy(() -> codec.decode(bytes(json)))
        .isInstanceOfSatisfying(
            StageException.class,
            e -> assertThat(e.failure()).isInstanceOf(StageFailure.Malformed.class))
        .hasMessageContaining(reason);
  }
}
