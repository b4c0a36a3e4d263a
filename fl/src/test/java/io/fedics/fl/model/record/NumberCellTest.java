package io.fedics.fl.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberCellTest {
  @Test
  void decimal_largestNumber_isTaken() {
    assertThat(NumberCell.decimal("1.7976931348623157e308")).isEqualTo(Double.MAX_VALUE);
    assertThat(NumberCell.decimal("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "1d", "0x10", "12x", "true", ""})
  void decimal_noNumberOrMoreThanADoubleHolds_isNone(String cell) {
    assertThat(NumberCell.decimal(cell)).isNaN();
  }
}
