package io.fedics.app.fl;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.shared.error.UsageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --strategy NAME[:KEY=VALUE,…]}, names and keys as Flower's, and the bounds that {@code --unsafe} lifts. */
final class FlStrategyOption {
  private static final String SETTING = "unsafe";

  @Option(
      names = "--unsafe",
      description = "With Krum or Bulyan: combine fewer updates than their promise needs, as the"
          + " setting unsafe=true (default: no).")
  private boolean unsafe;

  /** For trees, which are merged and have no strategy to choose. */
  void requireSafe() {
    if (unsafe) {
      throw new UsageException(
          "--unsafe: yes (expected: no with --model iforest, trees are merged)");
    }
  }

  Strategy parse(String text) {
    Strategy chosen = asOption(() -> Strategy.parse(text));
    String more = (text.indexOf(':') < 0 ? ":" : ",") + SETTING + "=true";
    return unsafe ? lifted(text, () -> Strategy.parse(text + more)) : chosen;
  }

  Strategy named(String name, Map<String, ?> settings) {
    Strategy chosen = asOption(() -> Strategy.of(name, settings));
    Map<String, Object> more = new TreeMap<>(settings);
    more.put(SETTING, true);
    return unsafe ? lifted(name, () -> Strategy.of(name, more)) : chosen;
  }

  private static Strategy asOption(Supplier<Strategy> chosen) {
    try {
      return chosen.get();
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      throw new UsageException("--strategy: " + sentence.replaceFirst("^strategy: ", ""), e);
    }
  }

  /** All other settings were taken before, so what is refused is this one. */
  private static Strategy lifted(String strategy, Supplier<Strategy> chosen) {
    try {
      return chosen.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--unsafe: yes (expected: no with --strategy " + strategy
              + ", which has no such setting)",
          e);
    }
  }
}
