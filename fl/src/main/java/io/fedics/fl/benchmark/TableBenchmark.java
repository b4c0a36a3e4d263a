package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassReport;
import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.Figures;
import io.fedics.fl.evaluate.NormalScores;
import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.NeuralRecordModel;
import io.fedics.fl.train.lstm.TrainingJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fits on training files, judges on test files, a line a model and rule, over seeds. */
public final class TableBenchmark {
  private static final double HELD_OUT = 0.25;
  private static final int RESAMPLES = 200;
  /** A second threshold for every detector: one false alarm in a hundred normals. */
  private static final double STRICT = 0.99;

  private static final int WINDOW = 2_000;
  private static final String COMBINATION = "combination";
  private static final String FRESH = ", rows without a near-duplicate";
  private static final String TAUGHT =
      ", kinds of %d training rows or more".formatted(Classifier.LEAST_ROWS);
  private static final String NEURAL = "dense layers and LSTM";

  private static final List<String> BRIEF = List.of("accuracy", "f1", "fpr", "auc");

  private final DataSet set;
  private final double quantile;
  private final Effort effort;
  private final Consumer<String> progress;

  /**
   * @param quantile of held-out training normals that thresholds are, in (0, 1)
   * @param progress told a line at a time
   */
  public TableBenchmark(DataSet set, double quantile, Consumer<String> progress) {
    this(set, quantile, Effort.FULL, progress);
  }

  TableBenchmark(DataSet set, double quantile, Effort effort, Consumer<String> progress) {
    this.set = set;
    this.quantile = quantile;
    this.effort = effort;
    this.progress = progress;
  }

  /**
   * A fitted seed.
   *
   * @param strict thresholds at {@link #STRICT}, by detector
   * @param space where rows lie among training normals
   */
  private record Fitted(
      List<Detector> detectors,
      Map<String, Double> strict,
      Map<String, NormalScores> normals,
      NeighbourSpace space,
      Map<String, Classifier> classifiers) {}

  /**
   * @param train at least one file
   * @param test none keeps a share of the training rows for judging
   */
  public Result run(List<Path> train, List<Path> test, List<Long> seeds) {
    long began = System.nanoTime();
    Loaded loaded = Loaded.read(set, train, test, seeds.getFirst());
    progress.accept("%s: %,d rows to fit on, %d tests"
        .formatted(set.name(), loaded.training().rows().length, loaded.tests().size()));
    List<Repeats> repeats = loaded.tests().stream()
        .map(one -> Repeats.of(loaded.training(), one.data()))
        .toList();
    Choice.Chosen choice = Choice.of(
        set.unseen(),
        loaded.training(),
        loaded.shape(),
        quantile,
        effort,
        seeds.getFirst(),
        progress);
    Map<String, Classifier.Rule> rules = loaded.set().multi()
        ? Classifier.rules(loaded.training(), effort, seeds.getFirst())
        : Map.of();
    List<Lines> lines = loaded.tests().stream().map(_ -> new Lines()).toList();
    for (long seed : seeds) {
      Fitted fitted = fit(loaded, choice.combination(), seed);
      for (int i = 0; i < lines.size(); i++) {
        judge(fitted, loaded.tests().get(i).data(), repeats.get(i), rules, seed, lines.get(i));
      }
      String found = lines.stream().map(this::brief).collect(Collectors.joining("; "));
      progress.accept("seed %d done, %.0f s: %s".formatted(seed, seconds(began), found));
    }
    List<String> notes = new ArrayList<>(loaded.notes());
    notes.addAll(choice.notes());
    rules.forEach((name, rule) ->
        notes.add("%s, all classes: power %s of the shares, chosen in the training data"
            .formatted(name, rule.power())));
    return new Result(tests(loaded, repeats, lines), notes, seconds(began));
  }

  /** Of the seed just judged: a run that is cut short has said what it found. */
  private String brief(Lines lines) {
    Map<String, Double> latest = lines.latest(COMBINATION, rule(quantile));
    return BRIEF.stream()
        .map(figure ->
            String.format(Locale.ROOT, "%s %.4f", figure, latest.getOrDefault(figure, Double.NaN)))
        .collect(Collectors.joining(", "));
  }

  /** Sees training data only: so do the thresholds. */
  private Fitted fit(Loaded loaded, Combination chosen, long seed) {
    TrainingData training = loaded.training();
    Loaded.Shape shape = loaded.shape();
    TrainingData.Split split = training.holdOutNormals(HELD_OUT, seed);
    Map<String, Scorer> scorers = new LinkedHashMap<>(Parts.fit(split.rest(), shape, effort, seed));
    if (!set.unseen()) {
      scorers.put(Parts.COUNTS, Parts.counted(split.rest(), shape, effort, seed));
    }
    scorers.put(Parts.ISOLATION, Parts.isolation(split.rest(), shape, seed));
    if (set.neural() && effort.neuralRows() > 0) {
      scorers.put(NEURAL, neural(loaded, split, seed));
    }
    scorers.put(COMBINATION, chosen.of(scorers, split.normals()));
    scorers.replaceAll((_, scorer) -> new RememberedScorer(scorer));
    List<Detector> detectors = new ArrayList<>();
    Map<String, Double> strict = new LinkedHashMap<>();
    Map<String, NormalScores> normals = new LinkedHashMap<>();
    scorers.forEach((name, scorer) -> {
      boolean probability = name.equals(Parts.BOOST) || name.equals(Parts.FOREST);
      NormalScores scores = split.normals().scoredBy(scorer);
      detectors.add(Detector.of(name, scorer, scores, quantile, probability));
      normals.put(name, scores);
      strict.put(name, scores.threshold(STRICT));
    });
    Map<String, Classifier> classifiers =
        loaded.set().multi() ? Classifier.fit(training, effort, seed) : Map.of();
    NeighbourSpace space = NeighbourSpace.fit(split.rest().normals(), shape.numbers());
    return new Fitted(detectors, strict, normals, space, classifiers);
  }

  /** On a share of the rows: a pass of DL4J over all of them takes minutes with 41 columns. */
  private Scorer neural(Loaded loaded, TrainingData.Split split, long seed) {
    double share = (double) effort.neuralRows() / split.rest().rows().length;
    var random = new SplittableRandom(seed);
    TrainingData some = split.rest().where(_ -> random.nextDouble() < share);
    var fit = new NeuralFit(quantile, Effort.EPOCHS, TrainingJvm.likeThisOne(), progress);
    Bundle bundle =
        fit.fit(set.name(), loaded, new TrainingData.Split(some, split.normals()), seed);
    return NeuralFit.attack(NeuralRecordModel.from(bundle));
  }

  private void judge(
      Fitted fitted,
      TestData test,
      Repeats repeats,
      Map<String, Classifier.Rule> rules,
      long seed,
      Lines lines) {
    boolean[] attacks = test.attacks();
    double nominal = nominal(quantile);
    String rule = rule(quantile);
    for (Detector detector : fitted.detectors()) {
      double[] scores = detector.scorer().score(test.rows());
      boolean[] said = Figures.above(scores, detector.threshold());
      lines.add(
          detector.name(),
          rule,
          Figures.of(scores, said, nominal, attacks),
          () -> ClassReport.ofAlarms(said, attacks, RESAMPLES, seed).classes());
      if (quantile != STRICT) {
        double threshold = fitted.strict().getOrDefault(detector.name(), Double.NaN);
        lines.add(
            detector.name(), rule(STRICT), Figures.of(scores, threshold, nominal(STRICT), attacks));
      }
      if (detector.probability()) {
        lines.add(detector.name(), "naive 0.5", Figures.of(scores, 0.5, Double.NaN, attacks));
      }
      if (detector.name().equals(COMBINATION)) {
        TestData fresh = test.where(repeats.fresh());
        lines.add(
            COMBINATION,
            rule + FRESH,
            Figures.of(
                kept(scores, repeats.fresh()), detector.threshold(), nominal, fresh.attacks()));
        NormalScores normals = fitted.normals().get(COMBINATION);
        if (normals != null) {
          lines.add(
              COMBINATION,
              "recalibrated without labels",
              recalibrated(normals, fitted.space(), detector.threshold(), scores, test));
        }
      }
    }
    fitted.classifiers().forEach((name, model) -> {
      Classifier.Rule chosen = Objects.requireNonNull(rules.get(name), name);
      double[][] probabilities = model.probabilities(test.rows());
      double[] byShares = model.divisors(chosen.power());
      parts(test, repeats, model).forEach((part, rows) -> {
        TestData judged = test.where(rows);
        double[][] said = kept(probabilities, rows);
        classify(name, "by shares" + part, byShares, said, judged, seed, lines);
        classify(name, "by class weights" + part, chosen.divisors(), said, judged, seed, lines);
      });
      classify(name, "argmax", model.divisors(0), probabilities, test, seed, lines);
    });
  }

  /** Rows that kinds are told apart on: all, and those that say more, by what the table says of them. */
  private static Map<String, boolean[]> parts(TestData test, Repeats repeats, Classifier model) {
    boolean[] all = new boolean[test.rows().length];
    Arrays.fill(all, true);
    boolean[] taught = new boolean[all.length];
    for (int row = 0; row < taught.length; row++) {
      taught[row] = model.says(test.classes()[row]);
    }
    Map<String, boolean[]> parts = new LinkedHashMap<>();
    parts.put("", all);
    parts.put(FRESH, repeats.fresh());
    if (!Arrays.equals(taught, all)) {
      parts.put(TAUGHT, taught);
      parts.put(TAUGHT + FRESH, both(taught, repeats.fresh()));
    }
    return parts;
  }

  private static boolean[] both(boolean[] one, boolean[] other) {
    boolean[] both = one.clone();
    for (int row = 0; row < both.length; row++) {
      both[row] &= other[row];
    }
    return both;
  }

  private static String rule(double quantile) {
    return String.format(Locale.ROOT, "quantile %s of training normals", quantile);
  }

  private Map<String, Double> recalibrated(
      NormalScores normals,
      NeighbourSpace space,
      double threshold,
      double[] scores,
      TestData test) {
    var recalibration =
        new Recalibration(normals, quantile, space.window(WINDOW, Recalibration.NEIGHBOURS));
    boolean[] said = new boolean[scores.length];
    for (int row = 0; row < said.length; row++) {
      said[row] = recalibration.judge(scores[row], space.of(test.rows()[row]));
    }
    Map<String, Double> figures = Figures.of(scores, said, nominal(quantile), test.attacks());
    figures.put(Figures.OLD_THRESHOLD, threshold);
    figures.put(Figures.NEW_THRESHOLD, recalibration.threshold());
    return figures;
  }

  private static void classify(
      String name,
      String rule,
      double[] divisors,
      double[][] probabilities,
      TestData test,
      long seed,
      Lines lines) {
    int[] said = Classifier.said(probabilities, divisors);
    ClassReport report = ClassReport.of(said, test.classes(), test.names(), RESAMPLES, seed);
    Map<String, Double> figures = attackOrNone(said, probabilities, test);
    figures.put("accuracy", report.accuracy());
    figures.put("macro_f1", report.macroF1());
    lines.add(name + ", all classes", rule, figures, report::classes);
  }

  /** What its kinds say of the one question whether there is an attack: any kind is. */
  private static Map<String, Double> attackOrNone(
      int[] said, double[][] probabilities, TestData test) {
    boolean[] alarms = new boolean[said.length];
    double[] scores = new double[said.length];
    for (int row = 0; row < said.length; row++) {
      alarms[row] = said[row] != 0;
      scores[row] = 1 - probabilities[row][0];
    }
    return Figures.of(scores, alarms, Double.NaN, test.attacks());
  }

  private static double[] kept(double[] scores, boolean[] rows) {
    return IntStream.range(0, rows.length)
        .filter(row -> rows[row])
        .mapToDouble(row -> scores[row])
        .toArray();
  }

  private static double[][] kept(double[][] probabilities, boolean[] rows) {
    return IntStream.range(0, rows.length)
        .filter(row -> rows[row])
        .mapToObj(row -> probabilities[row])
        .toArray(double[][]::new);
  }

  private List<Result.Test> tests(Loaded loaded, List<Repeats> repeats, List<Lines> lines) {
    List<Result.Test> tests = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Loaded.Test test = loaded.tests().get(i);
      tests.add(new Result.Test(
          test.file(),
          loaded.training().rows().length,
          test.data().rows().length,
          repeats.get(i).exactCount(),
          repeats.get(i).nearCount(),
          nominal(quantile),
          COMBINATION,
          lines.get(i).models()));
    }
    return tests;
  }

  /** Without the last digits of the subtraction. */
  static double nominal(double quantile) {
    return Math.rint((1 - quantile) * 1e9) / 1e9;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
