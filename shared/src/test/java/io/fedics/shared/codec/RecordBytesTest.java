package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecordBytesTest {
  private static final byte[] TEXT = "{\"schema\":\"flow/1\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  void kept_oneOfManyInAnArray_isACopy() {
    byte[] fetched = new byte[10_000];
    System.arraycopy(TEXT, 0, fetched, 5_000, TEXT.length);
    RecordBytes record = new RecordBytes(fetched, 5_000, TEXT.length);
    RecordBytes kept = record.kept();
    assertThat(kept.array()).isNotSameAs(fetched).isEqualTo(TEXT);
    assertThat(kept.isSame(record)).isTrue();
  }

  @Test
  void kept_nearlyAloneInItsArray_isItself() {
    byte[] array = new byte[TEXT.length + 40];
    System.arraycopy(TEXT, 0, array, 40, TEXT.length);
    RecordBytes record = new RecordBytes(array, 40, TEXT.length);
    assertThat(record.kept()).isSameAs(record);
  }
}
