package io.fedics.fl.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well scores put attacks before normals, with no threshold. Rows of one score are one step: their order means
 * nothing.
 *
 * <p>Sources: area under the ROC curve as the statistic of Mann and Whitney (1947), half a point a tie; average precision
 * {@code Σ (Rₙ − Rₙ₋₁) Pₙ} over distinct scores, without interpolation (Manning et al., Introduction to Information
 * Retrieval, 2008, section 8.4).
 *
 * @param auc area under the ROC curve, in [0, 1]; NaN when a class is absent
 * @param averagePrecision in [0, 1]; NaN without attacks
 */
public record Ranking(double auc, double averagePrecision) {

  /**
   * @param scores higher is stranger; finite
   * @param attacks the truth, a row each
   * @throws IllegalArgumentException when the lengths differ or a score is NaN
   */
  public static Ranking of(double[] scores, boolean[] attacks) {
    Lengths.requireSame("scores", scores.length, "attacks", attacks.length);
    int[] order = descending(scores);
    double hits = 0;
    double wrong = 0;
    double pairs = 0;
    double precision = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      double hitsBefore = hits;
      double wrongBefore = wrong;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        if (attacks[order[to++]]) {
          hits++;
        } else {
          wrong++;
        }
      }
      pairs += (wrong - wrongBefore) * (hits + hitsBefore) / 2;
      precision += (hits - hitsBefore) * hits / (hits + wrong);
      from = to;
    }
    return new Ranking(pairs / (hits * wrong), precision / hits);
  }

  private static int[] descending(double[] scores) {
    for (double score : scores) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("scores: NaN (expected: numbers)");
      }
    }
    if (scores.length < 2) {
      return IntStream.range(0, scores.length).toArray();
    }
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(row -> -scores[row]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
