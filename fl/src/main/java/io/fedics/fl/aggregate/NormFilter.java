package io.fedics.fl.aggregate;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * As {@link FedAvg}, without those who moved the model much further than most: an update counts when the L2 norm of
 * (after − before) is at most {@code norm_ratio} times the median of all norms. Not in Flower.
 *
 * <p>Source: after the norm threshold of Sun et al. 2019, arXiv:1911.07963; the median is our choice, so that no bound
 * has to be known beforehand.
 *
 * @param normRatio at least 1
 */
public record NormFilter(double normRatio) implements Strategy {
  public NormFilter {
    StrategySettings.require(
        normRatio >= 1 && Double.isFinite(normRatio),
        "NormFilter",
        "norm_ratio",
        normRatio,
        "1 or more");
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(current, leastUpdates(), updates -> combine(current, updates));
  }

  private Combined combine(GlobalModel current, List<Update> updates) {
    double[] before = current.parameters().values();
    double[] norms = updates.stream()
        .mapToDouble(update -> normOfDifference(update.parameters().values(), before))
        .toArray();
    double most = normRatio * Coordinates.median(Arrays.stream(norms).sorted().toArray());
    Combination mean = new FedAvg().begin(current, 1);
    var kept = new TreeSet<Integer>();
    for (int i = 0; i < norms.length; i++) {
      if (norms[i] <= most) {
        kept.add(i);
        mean.add(updates.get(i));
      }
    }
    return new Combined(mean.finish().model(), Krum.leftOut(updates, kept));
  }

  private static double normOfDifference(double[] after, double[] before) {
    double sum = 0;
    for (int i = 0; i < after.length; i++) {
      double difference = after[i] - before[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  @Override
  public String toString() {
    return StrategySettings.text("NormFilter", "norm_ratio", normRatio);
  }
}
