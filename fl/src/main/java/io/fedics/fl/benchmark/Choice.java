package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.HeldOutNormals;
import io.fedics.fl.evaluate.Ranking;
import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.shared.error.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses a combination inside the training data, in the way its test will ask. Where tests hold types of attack that
 * training lacks, and so normals of another time, some types and some groups of normals are taken out, everything is
 * fitted without them, and the types are searched for among those normals. Each type counts the same. The figure is the
 * mean of the balanced accuracy at the threshold (share of the types found, share of the normals passed) and of the area
 * under the ROC curve: the share found alone would prefer what cries wolf. A fold without normals on both sides has no
 * figure. Elsewhere, or when no fold has one, a quarter of the rows is taken out, repeats together: the figure is the area under the ROC curve, and among figures that differ by luck the fewest parts win.
 */
final class Choice {
  private static final int FOLDS = 4;
  /** Enough to tell combinations apart, and a fit takes seconds. */
  private static final int MOST_ROWS = 40_000;

  private static final double HELD_OUT = 0.25;
  /** Areas under the ROC curve of a quarter of the rows that differ by less say nothing: their standard error is larger. */
  private static final double LUCK = 2e-4;

  private static final int TIMES = 3;
  /** One group of normals in so many is left out of a fold. */
  private static final int GROUPS_A_FOLD = 10;
  /** One to fit on and one for thresholds. */
  private static final int LEAST_NORMALS = 2;
  /** Draws that must not agree with those of the same seed elsewhere. */
  private static final long ROWS_SALT = 0x52_4F_57_53;

  private final List<Combination> candidates;
  private final TrainingData training;
  private final Loaded.Shape shape;
  private final double quantile;
  private final Effort effort;
  private final long seed;
  private final Consumer<String> progress;
  private final Map<Combination, List<Double>> figures = new HashMap<>();
  /** Figures of each type in {@link #judged}. */
  private final Map<Combination, List<Unseen>> unseen = new HashMap<>();
  /** Names of the types that were left out. */
  private final List<String> judged = new ArrayList<>();

  private Choice(
      List<Combination> candidates,
      TrainingData training,
      Loaded.Shape shape,
      double quantile,
      Effort effort,
      long seed,
      Consumer<String> progress) {
    this.candidates = candidates;
    this.training = training;
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
    List<Integer> types = types(training);
    List<Combination> candidates = unseen ? Combination.CANDIDATES : Combination.OF_KNOWN_TYPES;
    var choice = new Choice(candidates, training, shape, quantile, effort, seed, progress);
    if (unseen && types.size() > 1) {
      for (int time = 0; time < TIMES; time++) {
        choice.leaveTypesOut(types, time);
      }
      if (!choice.judged.isEmpty()) {
        return choice.best("attack types and normals never shown, balanced accuracy and AUC", 0);
      }
    }
    choice.leaveRowsOut();
    return choice.best("rows never shown, AUC", LUCK);
  }

  /** Of those whose figure lies so near the best one with the fewest parts; of equals the best. */
  private Chosen best(String figure, double near) {
    List<String> notes = new ArrayList<>();
    for (Combination candidate : candidates) {
      notes.add(String.format(
          Locale.ROOT,
          "%s: %.4f by %s%s",
          figure,
          mean(figures, candidate),
          candidate,
          unseen.containsKey(candidate) ? "; " + Unseen.mean(unseen.get(candidate)) : ""));
    }
    notes.forEach(progress);
    double most = candidates.stream()
        .mapToDouble(candidate -> mean(figures, candidate))
        .max()
        .orElseThrow();
    Combination best = candidates.stream()
        .filter(candidate -> mean(figures, candidate) >= most - near)
        .min(Comparator.<Combination>comparingInt(candidate -> candidate.parts().size())
            .thenComparingDouble(candidate -> -mean(figures, candidate)))
        .orElseThrow();
    notes.add("combination, chosen in the training data: " + best);
    if (!judged.isEmpty()) {
      notes.add("found by it of each type never shown: " + foundOfEach(best));
    }
    return new Chosen(best, notes);
  }

  private String foundOfEach(Combination combination) {
    List<Unseen> each = unseen.getOrDefault(combination, List.of());
    return IntStream.range(0, judged.size())
        .boxed()
        .collect(Collectors.groupingBy(
            judged::get,
            LinkedHashMap::new,
            Collectors.averagingDouble(i -> each.get(i).found())))
        .entrySet()
        .stream()
        .map(type -> String.format(Locale.ROOT, "%s %.2f", type.getKey(), type.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static double mean(Map<Combination, List<Double>> figures, Combination combination) {
    return figures.getOrDefault(combination, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  /** Each time other rows, groups and companies of types: what one draw favours is luck. */
  private void leaveTypesOut(List<Integer> types, int time) {
    TrainingData sample = sample(training, seed + time);
    int[] groups = groups(sample, seed + time);
    int folds = Math.min(FOLDS, types.size());
    for (int fold = 0; fold < folds; fold++) {
      int mine = fold;
      List<Integer> left = IntStream.range(0, types.size())
          .filter(i -> (i + time * (i / folds)) % folds == mine)
          .mapToObj(types::get)
          .toList();
      IntPredicate strange = row -> groups[row] % GROUPS_A_FOLD == mine;
      double[][] normals = sample.where(strange).rows();
      TrainingData shown =
          sample.where(row -> !left.contains(sample.classes()[row]) && !strange.test(row));
      if (normals.length == 0 || shown.distinctNormals() < LEAST_NORMALS) {
        continue; // few groups: none to judge on, or none to fit on
      }
      TrainingData.Split split = shown.holdOutNormals(HELD_OUT, seed + time);
      Map<String, Scorer> parts = Parts.fit(split.rest(), shape, effort, seed + time);
      left.forEach(type -> judged.add(sample.names().get(type)));
      List<double[][]> attacks = left.stream()
          .map(type -> sample.where(row -> sample.classes()[row] == type).rows())
          .toList();
      for (Combination combination : candidates) {
        Detector detector = detector(combination, parts, split.normals());
        double[] ofNormals = detector.scorer().score(normals);
        for (double[][] rows : attacks) {
          double[] ofAttacks = detector.scorer().score(rows);
          add(combination, Unseen.of(ofNormals, ofAttacks, detector.threshold()));
        }
      }
      progress.accept(
          "leave attack types out, %d of %d".formatted(time * folds + fold + 1, TIMES * folds));
    }
  }

  /** Of each row; −1 of attacks. */
  private int[] groups(TrainingData sample, long seed) {
    int[] ofNormals = NormalGroups.of(sample.normals(), shape, seed);
    int[] groups = new int[sample.rows().length];
    int normal = 0;
    for (int row = 0; row < groups.length; row++) {
      groups[row] = sample.classes()[row] == 0 ? ofNormals[normal++] : -1;
    }
    return groups;
  }

  private Detector detector(
      Combination combination, Map<String, Scorer> parts, HeldOutNormals normals) {
    Scorer scorer = combination.of(parts, normals);
    return Detector.of(combination.toString(), scorer, normals, quantile, false);
  }

  private void add(Combination combination, Unseen figure) {
    unseen.computeIfAbsent(combination, _ -> new ArrayList<>()).add(figure);
    add(combination, figure.figure());
  }

  private void leaveRowsOut() {
    TrainingData sample = sample(training, seed);
    boolean[] left = new boolean[sample.rows().length];
    for (int row = 0; row < left.length; row++) {
      left[row] = Repeats.draw(sample.rows()[row], seed ^ ROWS_SALT) < HELD_OUT;
    }
    TrainingData shown = sample.where(row -> !left[row]);
    if (Arrays.stream(shown.classes()).allMatch(c -> c == 0)) {
      throw new UsageException(
          "--train: too few attacks, %d: all are among the rows left out to choose a combination by (expected: more)"
              .formatted(Arrays.stream(sample.classes()).filter(c -> c != 0).count()));
    }
    TrainingData.Split split = shown.holdOutNormals(HELD_OUT, seed);
    Map<String, Scorer> parts = Parts.fit(split.rest(), shape, effort, seed);
    parts.put(Parts.COUNTS, Parts.counted(split.rest(), shape, effort, seed));
    TrainingData judged = sample.where(row -> left[row]);
    boolean[] attacks = new boolean[judged.rows().length];
    for (int row = 0; row < attacks.length; row++) {
      attacks[row] = judged.classes()[row] != 0;
    }
    for (Combination combination : candidates) {
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
  private static List<Integer> types(TrainingData training) {
    long[] count = new long[training.names().size()];
    for (int c : training.classes()) {
      count[c]++;
    }
    return IntStream.range(1, count.length)
        .filter(c -> count[c] > 0)
        .boxed()
        .sorted(Comparator.comparingLong(c -> -count[c]))
        .toList();
  }
}
