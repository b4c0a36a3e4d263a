package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableJsonTest {
  @Test
  void of_escapedNul_isReplacedButNotAnEscapedBackslash() {
    assertThat(StorableJson.of("{\"a\":\"x\\u0000y\",\"b\":\"\\\\u0000\",\"c\":\"\\\\\\u0000\"}"))
        .isEqualTo("{\"a\":\"x\\ufffdy\",\"b\":\"\\\\u0000\",\"c\":\"\\\\\\ufffd\"}");
  }

  @Test
  void of_halfAPair_isReplacedWhereverItStands() {
    assertThat(StorableJson.of("\"\\ud800\"")).isEqualTo("\"\\ufffd\"");
    assertThat(StorableJson.of("\"\\uDC00x\\uD83D\"")).isEqualTo("\"\\ufffdx\\ufffd\"");
    assertThat(StorableJson.of("\"\\ud83d\\ud83d\\ude00\"")).isEqualTo("\"\\ufffd\\ud83d\\ude00\"");
    assertThat(StorableJson.of("\"\\ud83d\\n\"")).isEqualTo("\"\\ufffd\\n\"");
    assertThat(StorableJson.of("\"\\\\ud800\"")).isEqualTo("\"\\\\ud800\"");
  }

  @Test
  void of_wholePairAndOtherEscapes_areKept() {
    String json = "{\"a\":\"\\uD83D\\uDE00 \\u001f \\\" \ud83d\ude00\"}";
    assertThat(StorableJson.of(json)).isEqualTo(json);
  }
}
