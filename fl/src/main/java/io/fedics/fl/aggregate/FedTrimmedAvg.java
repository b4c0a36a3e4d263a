package io.fedics.fl.aggregate;

/**
 * Mean without the lowest and the highest, coordinate by coordinate; examples do not count. Of {@code n} values {@code
 * ⌊beta × n⌋} are cut at either end.
 *
 * <p>Source: Yin et al. 2018, arXiv:1803.01498.
 *
 * @param beta share cut at either end, in [0, 0.5)
 */
public record FedTrimmedAvg(double beta) implements Strategy {
  public FedTrimmedAvg {
    StrategySettings.require(beta >= 0 && beta < 0.5, "FedTrimmedAvg", "beta", beta, "[0, 0.5)");
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(
        current, leastUpdates(), updates -> Coordinates.of(current, updates, this::trimmedMean));
  }

  private double trimmedMean(double[] sorted) {
    int cut = (int) (beta * sorted.length);
    double sum = 0;
    for (int i = cut; i < sorted.length - cut; i++) {
      sum += sorted[i];
    }
    return sum / (sorted.length - 2 * cut);
  }

  @Override
  public String toString() {
    return StrategySettings.text("FedTrimmedAvg", "beta", beta);
  }
}
