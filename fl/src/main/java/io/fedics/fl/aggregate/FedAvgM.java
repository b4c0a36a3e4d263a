package io.fedics.fl.aggregate;

import java.util.Map;

/**
 * Mean with momentum at the server: v ← momentum × v + (current − mean), next = current − rate × v.
 *
 * <p>Source: Hsu, Qi, Brown 2019, arXiv:1909.06335.
 *
 * @param serverLearningRate size of a step, positive
 * @param serverMomentum share of the last step that is kept, in [0, 1)
 */
public record FedAvgM(double serverLearningRate, double serverMomentum) implements Strategy {
  private static final String MOMENTUM = "momentum";

  public FedAvgM {
    StrategySettings.require(
        serverLearningRate > 0 && Double.isFinite(serverLearningRate),
        "FedAvgM",
        "server_learning_rate",
        serverLearningRate,
        "above 0");
    StrategySettings.require(
        serverMomentum >= 0 && serverMomentum < 1,
        "FedAvgM",
        "server_momentum",
        serverMomentum,
        "[0, 1)");
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new MeanCombination(current, mean -> step(current, mean));
  }

  private GlobalModel step(GlobalModel current, double[] mean) {
    if (serverLearningRate == 1 && serverMomentum == 0) {
      return current.next(mean, Map.of()); // exactly the mean, without a detour that rounds
    }
    double[] before = current.parameters().values();
    double[] momentum = current.remembered(MOMENTUM);
    double[] next = new double[before.length];
    for (int i = 0; i < next.length; i++) {
      momentum[i] = serverMomentum * momentum[i] + (before[i] - mean[i]);
      next[i] = before[i] - serverLearningRate * momentum[i];
    }
    return current.next(next, serverMomentum == 0 ? Map.of() : Map.of(MOMENTUM, momentum));
  }

  @Override
  public String toString() {
    return StrategySettings.text(
        "FedAvgM", "server_learning_rate", serverLearningRate, "server_momentum", serverMomentum);
  }
}
