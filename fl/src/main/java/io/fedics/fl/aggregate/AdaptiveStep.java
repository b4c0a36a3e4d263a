package io.fedics.fl.aggregate;

import java.util.Map;

/**
 * The step the adaptive strategies share: with d = mean − current, m ← beta_1 × m + (1 − beta_1) × d, v as the strategy
 * says, next = current + eta × m / (√v + tau). Both begin at 0.
 *
 * <p>Source: Reddi et al. 2021, arXiv:2003.00295, algorithm 2.
 */
record AdaptiveStep(double eta, double beta1, double tau, Squares squares) {
  private static final String FIRST = "m";
  private static final String SECOND = "v";

  /** From v and d² to the next v. */
  interface Squares {
    double next(double v, double square);
  }

  /**
   * @param eta of this round
   */
  static Combination begin(
      GlobalModel current, double eta, double beta1, double tau, Squares squares) {
    var step = new AdaptiveStep(eta, beta1, tau, squares);
    return new MeanCombination(current, mean -> step.from(current, mean));
  }

  private GlobalModel from(GlobalModel current, double[] mean) {
    double[] before = current.parameters().values();
    double[] m = current.remembered(FIRST);
    double[] v = current.remembered(SECOND);
    double[] next = new double[before.length];
    for (int i = 0; i < next.length; i++) {
      double delta = mean[i] - before[i];
      m[i] = beta1 * m[i] + (1 - beta1) * delta;
      v[i] = squares.next(v[i], delta * delta);
      next[i] = before[i] + eta * m[i] / (Math.sqrt(v[i]) + tau);
    }
    return current.next(next, Map.of(FIRST, m, SECOND, v));
  }

  /** The settings that the three have. */
  static String text(
      String strategy, double eta, double etaL, double beta1, double beta2, double tau) {
    return StrategySettings.text(
        strategy, "eta", eta, "eta_l", etaL, "beta_1", beta1, "beta_2", beta2, "tau", tau);
  }

  static void require(
      String strategy, double eta, double etaL, double beta1, double beta2, double tau) {
    StrategySettings.require(eta > 0 && Double.isFinite(eta), strategy, "eta", eta, "above 0");
    StrategySettings.require(etaL > 0 && Double.isFinite(etaL), strategy, "eta_l", etaL, "above 0");
    StrategySettings.require(beta1 >= 0 && beta1 < 1, strategy, "beta_1", beta1, "[0, 1)");
    StrategySettings.require(beta2 >= 0 && beta2 < 1, strategy, "beta_2", beta2, "[0, 1)");
    // Above 0, so that a parameter that never moved does not divide 0 by 0.
    StrategySettings.require(tau > 0 && Double.isFinite(tau), strategy, "tau", tau, "above 0");
  }
}
