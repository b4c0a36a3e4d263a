package io.fedics.persist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void arrays_columnWithoutAnyValue_isEmptyUnlessItIsTheFirst() {
    var columns = new Columns<>(Arrays.asList("a", "b"))
        .texts(_ -> null)
        .texts(event -> event.equals("b") ? event : null)
        .longs(_ -> null);
    assertThat(columns.arrays())
        .containsExactly(new String[] {null, null}, new String[] {null, "b"}, new Long[0]);
  }
}
