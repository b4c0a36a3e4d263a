package io.fedics.fl.aggregate;

import java.util.Map;

/**
 * As {@link FedAvg}; clients are told {@code proximal_mu} and hold their model near the one they were sent.
 *
 * <p>Source: Li et al. 2020, arXiv:1812.06127.
 *
 * @param proximalMu weight of the proximal term, at least 0
 */
public record FedProx(double proximalMu) implements Strategy {
  public FedProx {
    StrategySettings.require(
        proximalMu >= 0 && Double.isFinite(proximalMu),
        "FedProx",
        "proximal_mu",
        proximalMu,
        "0 or more");
  }

  @Override
  public Map<String, Double> clientConfig() {
    return Map.of("proximal_mu", proximalMu);
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new FedAvg().begin(current, round);
  }

  @Override
  public String toString() {
    return StrategySettings.text("FedProx", "proximal_mu", proximalMu);
  }
}
