package io.fedics.fl.aggregate;

import java.util.Map;

/**
 * How updates become the next model. Settings have Flower's names, and the figures are those of Flower 1.41's {@code
 * flwr.server.strategy} in double precision; {@link NearestNeighbourMixing}, {@link NormFilter}, {@link FlTrust} and {@link
 * ForestMerge} are not in Flower.
 */
public sealed interface Strategy
    permits Bulyan,
        FedAdagrad,
        FedAdam,
        FedAvg,
        FedAvgM,
        FedMedian,
        FedProx,
        FedTrimmedAvg,
        FedYogi,
        FlTrust,
        ForestMerge,
        Krum,
        NearestNeighbourMixing,
        NormFilter,
        PrivateAvg,
        Watched {

  /**
   * @param name of the class: {@code FedAvg}
   * @param settings by Flower's name, numbers or booleans; what is not given is Flower's default
   * @throws IllegalArgumentException naming strategy, setting, value and what was expected
   */
  static Strategy of(String name, Map<String, ?> settings) {
    return StrategySettings.strategy(name, settings);
  }

  /**
   * Reads {@code NAME} or {@code NAME:KEY=VALUE,…}, names and keys as in {@link #of}; what a strategy's {@code toString}
   * gives, but for {@link ForestMerge} and {@link PrivateAvg}, which nobody sets.
   *
   * @throws IllegalArgumentException naming strategy, setting, value and what was expected
   */
  static Strategy parse(String text) {
    return StrategySettings.parse(text);
  }

  /** Updates a round needs at least; fewer are refused. */
  default int leastUpdates() {
    return 1;
  }

  /** What clients are told with the question to train, by name. */
  default Map<String, Double> clientConfig() {
    return Map.of();
  }

  /**
   * What training begins with where a client was asked.
   *
   * @param told by that client
   * @return of the same shapes; what was told, unless nobody may see it
   */
  default Tensors initial(Tensors told) {
    return told;
  }

  /**
   * Begins the combination of one round.
   *
   * @param current what clients were sent
   * @param round from 1
   */
  Combination begin(GlobalModel current, int round);
}
