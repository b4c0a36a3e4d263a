package io.fedics.fl.model.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Looks for a counterfactual: moves one feature at a time to its typical value, always the one that lowers the score
 * most, until it is below the threshold, then takes back every move that turns out not to be needed. The set is small,
 * not provably the smallest: that would take all subsets.
 */
public final class NearestTypical {
  private final List<String> features;
  private final double[] typical;
  private final ToDoubleFunction<double[]> scorer;

  public NearestTypical(
      List<String> features, double[] typical, ToDoubleFunction<double[]> scorer) {
    this.features = features;
    this.typical = typical;
    this.scorer = scorer;
  }

  public Optional<Counterfactual> of(double[] row, double threshold) {
    double[] changed = row.clone();
    List<Integer> moved = new ArrayList<>();
    while (!(scorer.applyAsDouble(changed) < threshold)) {
      int best = mostTelling(changed);
      if (best < 0) {
        return Optional.empty();
      }
      changed[best] = typical[best];
      moved.add(best);
    }
    var changes = needed(row, changed, moved, threshold).stream()
        .map(i -> new Counterfactual.Change(features.get(i), i, row[i], typical[i]))
        .toList();
    return Optional.of(new Counterfactual(changes, scorer.applyAsDouble(changed)));
  }

  private int mostTelling(double[] row) {
    int best = -1;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < row.length; i++) {
      if (row[i] != typical[i]) {
        double score = scoreWith(row, i, typical[i]);
        if (score < lowest) {
          lowest = score;
          best = i;
        }
      }
    }
    return best;
  }

  private List<Integer> needed(
      double[] row, double[] changed, List<Integer> moved, double threshold) {
    List<Integer> kept = new ArrayList<>(moved);
    for (int i : moved) {
      if (kept.size() > 1 && scoreWith(changed, i, row[i]) < threshold) {
        changed[i] = row[i];
        kept.remove(Integer.valueOf(i));
      }
    }
    return kept;
  }

  private double scoreWith(double[] row, int feature, double value) {
    double kept = row[feature];
    row[feature] = value;
    double score = scorer.applyAsDouble(row);
    row[feature] = kept;
    return score;
  }
}
