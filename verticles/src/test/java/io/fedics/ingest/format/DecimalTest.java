package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
  private final Decimal decimal = new Decimal();

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "12, 12, 0",
    "36190.0, 36190, 0",
    "1601998366.785668, 1601998366, 785668",
    "0.0008699893951416016, 0, 870",
    ".5, 0, 500000",
    "5., 5, 0",
    "0.9999999, 1, 0",
    "1.6e-05, 0, 16",
    "1E3, 1000, 0",
    "9223372036854775799, 9223372036854775799, 0",
    "+7, 7, 0"
  })
  void parse_number_isKeptToAMillionth(String text, long whole, int micros) {
    assertThat(parse(text)).isTrue();
    assertThat(decimal.whole()).isEqualTo(whole);
    assertThat(decimal.micros()).isEqualTo(micros);
    assertThat(decimal.negative()).isFalse();
  }

  @Test
  void parse_negative_isMarked() {
    assertThat(parse("-1.5")).isTrue();
    assertThat(decimal.negative()).isTrue();
    assertThat(decimal.whole()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "abc",
        "1a",
        "1.2.3",
        "Infinity",
        "inf",
        "-inf",
        "NaN",
        "0x10",
        "1e",
        "1e999",
        "1e999999999",
        "9223372036854775808",
        "99999999999999999999",
        "1 2",
        "1d",
        "1e5f",
        "XXXXXXXXXX.XXXXXX"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThat(parse(text)).isFalse();
  }

  private boolean parse(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return decimal.parse(bytes, 1, bytes.length - 1);
  }
}
