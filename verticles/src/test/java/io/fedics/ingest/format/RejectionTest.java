package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RejectionTest {

  @Test
  void reason_plainValue_namesColumnValueAndExpectation() {
    assertThat(new Rejection(3, "id.resp_p", "70000", "a port, 0 to 65535").reason())
        .isEqualTo("id.resp_p: '70000' (expected: a port, 0 to 65535)");
  }

  @Test
  void value_controlCharacters_areEscaped() {
    assertThat(new Rejection(1, "a", "x\u001b[31m\t\n\u202e\u0000", "b").value())
        .isEqualTo("x\\u001b[31m\\t\\n\\u202e\\u0000");
  }

  @Test
  void value_longText_isShortenedTo80() {
    assertThat(new Rejection(1, "a", "ü".repeat(500), "b").value()).hasSize(80).endsWith("…");
    assertThat(new Rejection(1, "a", "x".repeat(79), "b").value()).hasSize(79);
  }
}
