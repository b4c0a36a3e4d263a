package io.fedics.fl.train.tree;

/**
 * @param rounds trees per class
 * @param leaves most leaves of a tree
 * @param learningRate share of each step that is taken, in (0, 1]
 * @param minLeafHessian least second derivative in a leaf; without it many classes diverge
 * @param lambda L2 penalty on leaf values
 * @param rowShare of the rows each tree sees, in (0, 1]
 * @param featureShare of the features each tree sees, in (0, 1]
 */
public record BoostingSettings(
    int rounds,
    int leaves,
    double learningRate,
    double minLeafHessian,
    double lambda,
    double rowShare,
    double featureShare) {
  public static final BoostingSettings DEFAULT = new BoostingSettings(150, 31, 0.1, 1, 1, 0.8, 0.8);

  public BoostingSettings {
    require("rounds", rounds >= 1, rounds, "1 or more");
    require("leaves", leaves >= 2, leaves, "2 or more");
    require("learning rate", learningRate > 0 && learningRate <= 1, learningRate, "(0, 1]");
    require("least hessian", minLeafHessian >= 0, minLeafHessian, "0 or more");
    require("lambda", lambda > 0, lambda, "above 0");
    require("row share", rowShare > 0 && rowShare <= 1, rowShare, "(0, 1]");
    require("feature share", featureShare > 0 && featureShare <= 1, featureShare, "(0, 1]");
  }

  public BoostingSettings withRounds(int wanted) {
    return new BoostingSettings(
        wanted, leaves, learningRate, minLeafHessian, lambda, rowShare, featureShare);
  }

  private static void require(String name, boolean holds, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "boosting: " + name + ' ' + value + " (expected: " + expected + ')');
    }
  }
}
