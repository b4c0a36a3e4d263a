package io.fedics.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordsTest {
  private enum Season {
    SPRING,
    HIGH_SUMMER,
    AUTUMN
  }

  private enum Only {
    ONE
  }

  @Test
  void meaning_ofEveryWord_isItsConstant() {
    for (Season season : Season.values()) {
      assertThat(Words.meaning(Season.class, "season", Words.of(season))).isEqualTo(season);
    }
    assertThat(Words.of(Season.HIGH_SUMMER)).isEqualTo("high-summer");
  }

  @Test
  void meaning_ofAnotherWord_isRefusedNamingThoseThereAre() {
    assertThatThrownBy(() -> Words.meaning(Season.class, "season", "HIGH_SUMMER"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("season: HIGH_SUMMER (expected: spring, high-summer or autumn)");
    assertThatThrownBy(() -> Words.meaning(Only.class, "only", ""))
        .hasMessage("only:  (expected: one)");
  }
}
