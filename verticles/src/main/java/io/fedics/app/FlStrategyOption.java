package io.fedics.app;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.shared.error.UsageException;
import java.util.Map;
import java.util.TreeMap;

/** {@code --strategy NAME[:KEY=VALUE,…]}, names and keys as Flower's. */
final class FlStrategyOption {
  private FlStrategyOption() {}

  static Strategy parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Map<String, Object> settings = new TreeMap<>();
    if (colon >= 0) {
      for (String assignment : text.substring(colon + 1).split(",", -1)) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
          throw new UsageException(
              "--strategy: " + text + " (expected: NAME or NAME:KEY=VALUE,KEY=VALUE)");
        }
        settings.put(
            assignment.substring(0, equals).trim(),
            value(assignment.substring(equals + 1).trim()));
      }
    }
    return named(name, settings);
  }

  static Strategy named(String name, Map<String, ?> settings) {
    try {
      return Strategy.of(name, settings);
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      throw new UsageException("--strategy: " + sentence.replaceFirst("^strategy: ", ""), e);
    }
  }

  private static Object value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return text; // the strategy says what it expects
    }
  }
}
