package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.Ranking;
import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses a combination inside the training data, in the way its test will ask. Where tests hold types of attack that
 * training lacks, some types are taken out, everything is fitted without them, and they are searched for: the figure is the
 * share found, each type counting the same. Elsewhere a quarter of the rows is taken out, repeats together: the figure is
 * the area under the ROC curve.
 */
final class Choice {
  private static final int FOLDS = 4;
  /** Enough to tell combinations apart, and a fit takes seconds. */
  private static final int MOST_ROWS = 40_000;

  private static final double HELD_OUT = 0.25;
  /** Draws that must not agree with those of the same seed elsewhere. */
  private static final long ROWS_SALT = 0x52_4F_57_53;

  private final TrainingData sample;
  private final Loaded.Shape shape;
  private final double quantile;
  private final Effort effort;
  private final long seed;
  private final Consumer<String> progress;
  private final Map<Combination, List<Double>> figures = new HashMap<>();
  /** Names of what each figure of a combination is of. */
  private final List<String> judged = new ArrayList<>();

  private Choice(
      TrainingData sample,
      Loaded.Shape shape,
      double quantile,
      Effort effort,
      long seed,
      Consumer<String> progress) {
    this.sample = sample;
    this.shape = shape;
    this.quantile = quantile;
    this.effort = effort;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * What was chosen, and the figures it was chosen by.
   *
   * @param notes a sentence each
   */
  record Chosen(Combination combination, List<String> notes) {
    Chosen {
      notes = List.copyOf(notes);
    }
  }

  /**
   * @param unseen whether tests hold types of attack that training lacks
   * @param quantile of the held-out normals
   * @param progress told one line per fold and combination
   */
  static Chosen of(
      boolean unseen,
      TrainingData training,
      Loaded.Shape shape,
      double quantile,
      Effort effort,
      long seed,
      Consumer<String> progress) {
    var choice = new Choice(sample(training, seed), shape, quantile, effort, seed, progress);
    List<Integer> types = types(choice.sample);
    if (unseen && types.size() > 1) {
      choice.leaveTypesOut(types);
      return choice.best("attack types never shown, share found");
    }
    choice.leaveRowsOut();
    return choice.best("rows never shown, AUC");
  }

  private Chosen best(String figure) {
    List<String> notes = new ArrayList<>();
    for (Combination candidate : Combination.CANDIDATES) {
      notes.add(String.format(Locale.ROOT, "%s: %.4f by %s", figure, mean(candidate), candidate));
    }
    notes.forEach(progress);
    Combination best = Combination.CANDIDATES.stream()
        .max(Comparator.comparingDouble(this::mean))
        .orElseThrow();
    notes.add("combination, chosen in the training data: " + best);
    if (judged.size() > 1) {
      List<Double> each = figures.getOrDefault(best, List.of());
      notes.add("found by it of each type never shown: "
          + IntStream.range(0, judged.size())
              .mapToObj(i -> String.format(Locale.ROOT, "%s %.2f", judged.get(i), each.get(i)))
              .collect(Collectors.joining(", ")));
    }
    return new Chosen(best, notes);
  }

  private double mean(Combination combination) {
    return figures.getOrDefault(combination, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  private void leaveTypesOut(List<Integer> types) {
    int folds = Math.min(FOLDS, types.size());
    for (int fold = 0; fold < folds; fold++) {
      int mine = fold;
      List<Integer> left = IntStream.range(0, types.size())
          .filter(i -> i % folds == mine)
          .mapToObj(types::get)
          .toList();
      TrainingData.Split split =
          sample.where(row -> !left.contains(sample.classes()[row])).holdOutNormals(HELD_OUT, seed);
      Map<String, Scorer> parts = Parts.fit(split.rest(), shape, effort, seed);
      left.forEach(type -> judged.add(sample.names().get(type)));
      for (Combination combination : Combination.CANDIDATES) {
        Detector detector = Detector.of(
            combination.toString(),
            combination.of(parts, split.normals()),
            split.normals(),
            quantile,
            false);
        for (int type : left) {
          double[][] rows = sample.where(row -> sample.classes()[row] == type).rows();
          add(combination, found(detector, rows));
        }
      }
      progress.accept("leave attack types out, %d of %d".formatted(fold + 1, folds));
    }
  }

  private static double found(Detector detector, double[][] rows) {
    return (double) Arrays.stream(detector.scorer().score(rows))
            .filter(score -> score > detector.threshold())
            .count()
        / rows.length;
  }

  private void leaveRowsOut() {
    boolean[] left = new boolean[sample.rows().length];
    for (int row = 0; row < left.length; row++) {
      left[row] = Repeats.draw(sample.rows()[row], seed ^ ROWS_SALT) < HELD_OUT;
    }
    TrainingData.Split split = sample.where(row -> !left[row]).holdOutNormals(HELD_OUT, seed);
    Map<String, Scorer> parts = Parts.fit(split.rest(), shape, effort, seed);
    TrainingData judged = sample.where(row -> left[row]);
    boolean[] attacks = new boolean[judged.rows().length];
    for (int row = 0; row < attacks.length; row++) {
      attacks[row] = judged.classes()[row] != 0;
    }
    for (Combination combination : Combination.CANDIDATES) {
      double[] scores = combination.of(parts, split.normals()).score(judged.rows());
      double auc = Ranking.of(scores, attacks).auc();
      add(combination, Double.isNaN(auc) ? 0 : auc);
    }
  }

  private void add(Combination combination, double figure) {
    figures.computeIfAbsent(combination, _ -> new ArrayList<>()).add(figure);
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
