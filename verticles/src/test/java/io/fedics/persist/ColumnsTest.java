package io.fedics.persist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void storableJson_escapedNul_isReplacedButNotAnEscapedBackslash() {
    assertThat(
            Columns.storableJson("{\"a\":\"x\\u0000y\",\"b\":\"\\\\u0000\",\"c\":\"\\\\\\u0000\"}"))
        .isEqualTo("{\"a\":\"x\\ufffdy\",\"b\":\"\\\\u0000\",\"c\":\"\\\\\\ufffd\"}");
  }
}
