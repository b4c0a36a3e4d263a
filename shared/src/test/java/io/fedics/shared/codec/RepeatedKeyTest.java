package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"b\":2,\"a\":3} | a",
        "{\"rounds\":[{},{\"clients\":[{\"n\":1,\"n\":1}]}]} | rounds[1].clients[0].n",
        "{\"a\":{\"b\":{},\"b\":{}}} | a.b",
        "{\"a\":{\"a\":1},\"a\":{}} | a",
      })
  void in_keyTwice_isItsPlace(String json, String place) {
    assertThat(RepeatedKey.in(json)).contains(place);
  }

  @Test
  void in_sameKeyOfOtherObjects_isNone() {
    assertThat(RepeatedKey.in("{\"a\":[{\"a\":1},{\"a\":2}],\"b\":{\"a\":3,\"b\":\"a\"}}"))
        .isEmpty();
  }
}
