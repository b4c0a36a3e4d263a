package io.fedics.fl.aggregate;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A strategy's settings by Flower's names; one that it does not have is refused. */
final class StrategySettings {
  private static final String NAMES =
      "FedAvg, FedAvgM, FedProx, FedAdagrad, FedAdam, FedYogi, FedMedian, FedTrimmedAvg, Krum, Bulyan,"
          + " NormFilter or FLTrust";
  /** Of a whole number; four times as many, and three, are still one. */
  private static final int MOST = 100_000_000;

  private final String strategy;
  private final Map<String, Object> given;
  private final TreeSet<String> known = new TreeSet<>();

  private StrategySettings(String strategy, Map<String, ?> given) {
    this.strategy = strategy;
    this.given = new TreeMap<>(given);
  }

  static Strategy parse(String text) {
    int colon = text.indexOf(':');
    Map<String, Object> settings = new TreeMap<>();
    if (colon >= 0) {
      for (String assignment : text.substring(colon + 1).split(",", -1)) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(
              "strategy: " + text + " (expected: NAME or NAME:KEY=VALUE,KEY=VALUE)");
        }
        settings.put(
            assignment.substring(0, equals).trim(),
            value(assignment.substring(equals + 1).trim()));
      }
    }
    return strategy(colon < 0 ? text : text.substring(0, colon), settings);
  }

  /**
   * What {@link #parse} reads.
   *
   * @param strategy its name, or a text that already has settings
   * @param settings a key and its value, and so on
   */
  static String text(String strategy, Object... settings) {
    var text = new StringBuilder(strategy);
    for (int i = 0; i < settings.length; i += 2) {
      text.append(text.indexOf(":") < 0 ? ':' : ',')
          .append(settings[i])
          .append('=')
          .append(settings[i + 1]);
    }
    return text.toString();
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

  static Strategy strategy(String name, Map<String, ?> given) {
    var settings = new StrategySettings(name, given);
    Strategy strategy = settings.read();
    given.keySet().forEach(settings::requireKnown);
    return strategy;
  }

  /** Defaults are those of Flower 1.41; FedProx has none there either. */
  private Strategy read() {
    return switch (strategy) {
      case "FedAvg" -> new FedAvg();
      case "FedAvgM" ->
        new FedAvgM(number("server_learning_rate", 1.0), number("server_momentum", 0));
      case "FedProx" -> new FedProx(number("proximal_mu", "missing"));
      case "FedAdagrad" ->
        new FedAdagrad(
            number("eta", 0.1),
            number("eta_l", 0.1),
            number("beta_1", 0.0),
            number("beta_2", 0.0),
            number("tau", 1e-9));
      case "FedAdam" ->
        new FedAdam(
            number("eta", 0.1),
            number("eta_l", 0.1),
            number("beta_1", 0.9),
            number("beta_2", 0.99),
            number("tau", 1e-9));
      case "FedYogi" ->
        new FedYogi(
            number("eta", 0.01),
            number("eta_l", 0.0316),
            number("beta_1", 0.9),
            number("beta_2", 0.99),
            number("tau", 1e-3));
      case "FedMedian" -> mixed(new FedMedian());
      case "FedTrimmedAvg" -> mixed(new FedTrimmedAvg(number("beta", 0.2)));
      case "Krum" ->
        mixed(
            new Krum(whole("num_malicious_clients"), whole("num_clients_to_keep"), flag("unsafe")));
      case "Bulyan" ->
        mixed(new Bulyan(whole("num_malicious_clients"), whole("to_keep"), flag("unsafe")));
      case FlTrust.NAME ->
        new FlTrust(
            whole("root_examples", 100),
            whole("root_epochs", 2),
            whole("root_batch", 16),
            number("root_share", 0.0),
            Optional.empty());
      case "NormFilter" -> new NormFilter(number("norm_ratio", 3));
      default ->
        throw new IllegalArgumentException(
            "strategy: %s (expected: %s)".formatted(strategy, NAMES));
    };
  }

  /** Flower has no mixing; without the setting there is none here either. */
  private Strategy mixed(Strategy rule) {
    known.add(NearestNeighbourMixing.SETTING);
    return given.containsKey(NearestNeighbourMixing.SETTING)
        ? new NearestNeighbourMixing(rule, whole(NearestNeighbourMixing.SETTING))
        : rule;
  }

  private double number(String key, Object usual) {
    known.add(key);
    Object value = given.getOrDefault(key, usual);
    require(value instanceof Number, strategy, key, value, "a number");
    return ((Number) value).doubleValue();
  }

  private int whole(String key) {
    return whole(key, 0);
  }

  private int whole(String key, int usual) {
    double value = number(key, (double) usual);
    require(value == Math.rint(value), strategy, key, value, "a whole number");
    require(value <= MOST && value >= -MOST, strategy, key, value, "at most " + MOST);
    return (int) value;
  }

  private boolean flag(String key) {
    known.add(key);
    Object value = given.getOrDefault(key, false);
    require(value instanceof Boolean, strategy, key, value, "true or false");
    return (Boolean) value;
  }

  private void requireKnown(String key) {
    require(
        known.contains(key),
        strategy,
        key,
        String.valueOf(given.get(key)),
        known.isEmpty() ? "no settings" : "one of " + String.join(", ", known));
  }

  static void require(boolean holds, String strategy, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s.%s: %s (expected: %s)".formatted(strategy, key, value, expected));
    }
  }
}
