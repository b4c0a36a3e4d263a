package io.fedics.app;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.shared.error.UsageException;
import java.util.Map;
import java.util.function.Supplier;

/** {@code --strategy NAME[:KEY=VALUE,…]}, names and keys as Flower's. */
final class FlStrategyOption {
  private FlStrategyOption() {}

  static Strategy parse(String text) {
    return asOption(() -> Strategy.parse(text));
  }

  static Strategy named(String name, Map<String, ?> settings) {
    return asOption(() -> Strategy.of(name, settings));
  }

  private static Strategy asOption(Supplier<Strategy> chosen) {
    try {
      return chosen.get();
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      throw new UsageException("--strategy: " + sentence.replaceFirst("^strategy: ", ""), e);
    }
  }
}
