package io.fedics.fl.aggregate;

import java.util.Map;

/**
 * Mean of the clients' models, weighted by their examples.
 *
 * <p>Source: McMahan et al. 2017, arXiv:1602.05629.
 */
public record FedAvg() implements Strategy {

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new MeanCombination(current, mean -> current.next(mean, Map.of()));
  }

  @Override
  public String toString() {
    return StrategySettings.text("FedAvg");
  }
}
