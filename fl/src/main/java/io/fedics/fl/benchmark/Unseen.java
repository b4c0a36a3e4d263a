package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Ranking;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How a detector tells a type of attack from normals when it was shown neither. All in [0, 1].
 *
 * @param found share of the attacks above the threshold
 * @param alarms share of the normals above the threshold
 * @param auc area under the ROC curve
 */
record Unseen(double found, double alarms, double auc) {

  /**
   * @param normals scores
   * @param attacks scores
   */
  static Unseen of(double[] normals, double[] attacks, double threshold) {
    double[] all = Arrays.copyOf(attacks, attacks.length + normals.length);
    System.arraycopy(normals, 0, all, attacks.length, normals.length);
    boolean[] truth = new boolean[all.length];
    Arrays.fill(truth, 0, attacks.length, true);
    return new Unseen(
        above(attacks, threshold),
        above(normals, threshold),
        Ranking.of(all, truth).auc());
  }

  private static double above(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score > threshold).count()
        / (double) scores.length;
  }

  /** Mean of balanced accuracy and AUC. */
  double figure() {
    return ((1 + found - alarms) / 2 + auc) / 2;
  }

  static Unseen mean(List<Unseen> all) {
    return new Unseen(mean(all, Unseen::found), mean(all, Unseen::alarms), mean(all, Unseen::auc));
  }

  private static double mean(List<Unseen> all, ToDoubleFunction<Unseen> figure) {
    return all.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.3f of the attacks found, %.3f of the normals taken for some, AUC %.4f",
        found,
        alarms,
        auc);
  }
}
