package io.fedics.shared.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Constants of an enum as people write them in settings and on the command line: {@code MIN_MAX} is {@code min-max}. */
public final class Words {
  private Words() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant that a word means.
   *
   * @param name of what is chosen, for the sentence about a wrong word
   * @throws IllegalArgumentException for a word that no constant has, naming those there are
   */
  public static <E extends Enum<E>> E meaning(Class<E> kind, String name, String word) {
    E[] constants = kind.getEnumConstants();
    for (E constant : constants) {
      if (of(constant).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("%s: %s (expected: %s)"
        .formatted(name, word, listed(Arrays.stream(constants).map(Words::of).toList())));
  }

  /** {@code a, b or c}. */
  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
