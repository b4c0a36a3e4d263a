package io.fedics.fl.aggregate;

/**
 * Median of the clients' models, coordinate by coordinate; examples do not count. An even number gives the mean of the
 * two in the middle.
 *
 * <p>Source: Yin et al. 2018, arXiv:1803.01498.
 */
public record FedMedian() implements Strategy {

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(
        current, leastUpdates(), updates -> Coordinates.of(current, updates, Coordinates::median));
  }

  @Override
  public String toString() {
    return StrategySettings.text("FedMedian");
  }
}
