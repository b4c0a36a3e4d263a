package io.fedics.present.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PositionTest {
  @Test
  void parse_whatToStringGave_isTheSame() {
    var position = new Position("18446744073709551615", 12);
    assertThat(Position.parse("after", position.toString())).isEqualTo(position);
    var cursor = new Cursor(0.95, Instant.parse("2017-07-05T12:00:00.000001Z"), UUID.randomUUID());
    assertThat(Cursor.parse("cursor", cursor.toString())).isEqualTo(cursor);
  }

  @Test
  void compareTo_transactionsBeyondSixtyThreeBits_areUnsigned() {
    assertThat(new Position("9", 5)).isLessThan(new Position("10", 1));
    assertThat(new Position("18446744073709551615", 0))
        .isGreaterThan(new Position("9223372036854775807", 9));
    assertThat(new Position("10", 1)).isLessThan(new Position("10", 2));
  }

  @Test
  void notBehind_rowOfATransactionAboveTheOldestRunning_fallsBackToIt() {
    Position limit = Position.before("100");
    assertThat(new Position("105", 7).notBehind(limit)).isEqualTo(limit);
    assertThat(new Position("99", 7).notBehind(limit)).isEqualTo(new Position("99", 7));
  }

  @Test
  void parse_nonsense_isRefusedNamingTheParameter() {
    for (String text : new String[] {
      "", "1", "1.", "a.b", "1.2.3", "99999999999999999999.1", "1.9999999999999999999"
    }) {
      assertThatThrownBy(() -> Position.parse("after", text))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("after");
    }
    for (String text : new String[] {"", "x", "AAAA", "!!!!", "MF8xXzI"}) {
      assertThatThrownBy(() -> Cursor.parse("cursor", text))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("cursor");
    }
  }
}
