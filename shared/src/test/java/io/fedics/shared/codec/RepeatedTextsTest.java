package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedTextsTest {
  @Test
  void of_sameTextAgain_isTheSameString() {
    String first = of("10.1.2.3");
    assertThat(of("10.1.2.3")).isSameAs(first).isEqualTo("10.1.2.3");
  }

  @Test
  void of_moreTextsThanPlaces_eachReadsAsItself() {
    List<String> wrong = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 100_000; i++) {
        String text =
            "10." + (i >> 16) + '.' + (i >> 8 & 255) + '.' + (i & 255) + "äß€".substring(i % 4 % 3);
        if (!of(text).equals(text)) {
          wrong.add(text);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void of_emptyAndSurrogates_areKept() {
    assertThat(of("")).isEmpty();
    assertThat(of("\ud83d\ude80")).isEqualTo("\ud83d\ude80");
  }

  private static String of(String text) {
    char[] chars = ("x" + text + "y").toCharArray();
    return RepeatedTexts.of(chars, 1, text.length());
  }
}
