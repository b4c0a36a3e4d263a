package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Chooses a combination by attacks it was never shown: some types of attack are taken out of the training data, everything
 * is fitted without them, and they are searched for. The figure is the share found, each type counting the same. It sees
 * training data only.
 */
final class LeaveTypesOut {
  private static final int FOLDS = 4;
  /** Enough to tell combinations apart, and a fit takes seconds. */
  private static final int MOST_ROWS = 40_000;

  private static final double HELD_OUT = 0.25;

  private LeaveTypesOut() {}

  /**
   * @param quantile of the held-out normals
   * @param progress told one line per fold and combination
   */
  static Combination choose(
      TrainingData training,
      Loaded.Shape shape,
      double quantile,
      long seed,
      Consumer<String> progress) {
    TrainingData sample = sample(training, seed);
    List<Integer> types = types(sample);
    Map<Combination, List<Double>> found = new HashMap<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int mine = fold;
      List<Integer> left = IntStream.range(0, types.size())
          .filter(i -> i % FOLDS == mine)
          .mapToObj(types::get)
          .toList();
      if (left.isEmpty() || left.size() == types.size()) {
        continue;
      }
      judge(sample, shape, left, quantile, seed, found);
      progress.accept("leave attack types out, %d of %d".formatted(fold + 1, FOLDS));
    }
    Combination.CANDIDATES.forEach(c -> progress.accept(
        "attack types never shown, found on average: %.3f by %s".formatted(mean(found, c), c)));
    return Combination.CANDIDATES.stream()
        .max(Comparator.comparingDouble(c -> mean(found, c)))
        .orElseThrow();
  }

  private static void judge(
      TrainingData sample,
      Loaded.Shape shape,
      List<Integer> left,
      double quantile,
      long seed,
      Map<Combination, List<Double>> found) {
    TrainingData.Split split =
        sample.where(row -> !left.contains(sample.classes()[row])).holdOutNormals(HELD_OUT, seed);
    Map<String, Scorer> parts = Parts.fit(split.rest(), shape, seed);
    for (Combination combination : Combination.CANDIDATES) {
      Detector detector = Detector.of(
          combination.toString(),
          combination.of(parts, split.normals()),
          split.normals(),
          quantile,
          false);
      for (int type : left) {
        double[][] rows = sample.where(row -> sample.classes()[row] == type).rows();
        long hits = java.util.Arrays.stream(detector.scorer().score(rows))
            .filter(score -> score > detector.threshold())
            .count();
        found.computeIfAbsent(combination, _ -> new ArrayList<>()).add((double) hits / rows.length);
      }
    }
  }

  private static double mean(Map<Combination, List<Double>> found, Combination combination) {
    return found.getOrDefault(combination, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  /** Every attack type keeps at least 200 rows, so that the rare ones are judged as well. */
  private static TrainingData sample(TrainingData training, long seed) {
    double share = Math.min(1, (double) MOST_ROWS / training.rows().length);
    int[] count = new int[training.names().size()];
    for (int c : training.classes()) {
      count[c]++;
    }
    var random = new SplittableRandom(seed);
    return training.where(row ->
        random.nextDouble() < Math.max(share, 200.0 / count[training.classes()[row]]));
  }

  /** Attack types with rows, the largest first. */
  private static List<Integer> types(TrainingData sample) {
    long[] count = new long[sample.names().size()];
    for (int c : sample.classes()) {
      count[c]++;
    }
    return IntStream.range(1, count.length)
        .filter(c -> count[c] > 0)
        .boxed()
        .sorted(Comparator.comparingLong(c -> -count[c]))
        .toList();
  }
}
