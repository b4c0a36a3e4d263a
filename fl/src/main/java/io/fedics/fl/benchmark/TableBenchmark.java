package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassReport;
import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.Figures;
import io.fedics.fl.evaluate.NormalScores;
import io.fedics.fl.evaluate.Recalibration;
import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.BoostingSettings;
import io.fedics.fl.train.tree.Forest;
import io.fedics.fl.train.tree.ForestSettings;
import io.fedics.fl.train.tree.TreeModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Fits on training files, judges on test files, a line a model and rule, over seeds. */
public final class TableBenchmark {
  private static final double HELD_OUT = 0.25;
  private static final int RESAMPLES = 200;
  private static final int WINDOW = 2_000;
  private static final String COMBINATION = "combination";

  private final DataSet set;
  private final double quantile;
  private final Consumer<String> progress;

  /**
   * @param quantile of held-out training normals that thresholds are, in (0, 1)
   * @param progress told a line at a time
   */
  public TableBenchmark(DataSet set, double quantile, Consumer<String> progress) {
    this.set = set;
    this.quantile = quantile;
    this.progress = progress;
  }

  /** A fitted seed. */
  private record Fitted(
      List<Detector> detectors,
      Map<String, NormalScores> normals,
      Map<String, TreeModel> classifiers) {}

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
    Combination chosen = LeaveTypesOut.choose(
        loaded.training(), loaded.shape(), quantile, seeds.getFirst(), progress);
    List<Lines> lines = loaded.tests().stream().map(_ -> new Lines()).toList();
    for (long seed : seeds) {
      Fitted fitted = fit(loaded.training(), loaded.shape(), chosen, seed);
      for (int i = 0; i < lines.size(); i++) {
        judge(fitted, loaded.tests().get(i).data(), repeats.get(i), seed, lines.get(i));
      }
      progress.accept("seed %d done, %.0f s".formatted(seed, seconds(began)));
    }
    return new Result(tests(loaded, repeats, lines, chosen), loaded.notes(), seconds(began));
  }

  /** Sees training data only: so do the thresholds. */
  private Fitted fit(TrainingData training, Loaded.Shape shape, Combination chosen, long seed) {
    TrainingData.Split split = training.holdOutNormals(HELD_OUT, seed);
    Map<String, Scorer> scorers = new LinkedHashMap<>(Parts.fit(split.rest(), shape, seed));
    scorers.put(COMBINATION, chosen.of(scorers, split.normals()));
    List<Detector> detectors = new ArrayList<>();
    Map<String, NormalScores> normals = new LinkedHashMap<>();
    scorers.forEach((name, scorer) -> {
      boolean probability = name.equals(Parts.BOOST) || name.equals(Parts.FOREST);
      normals.put(name, split.normals().scoredBy(scorer));
      detectors.add(Detector.of(name, scorer, split.normals(), quantile, probability));
    });
    Map<String, TreeModel> classifiers = set.multi() ? classifiers(training, seed) : Map.of();
    return new Fitted(detectors, normals, classifiers);
  }

  private static Map<String, TreeModel> classifiers(TrainingData training, long seed) {
    int count = training.names().size();
    double[][] rows = training.rows();
    int[] classes = training.classes();
    Map<String, TreeModel> models = new LinkedHashMap<>();
    models.put(
        "decision tree", Forest.fit(rows, classes, count, ForestSettings.singleTree(1), seed));
    models.put("random forest", Forest.fit(rows, classes, count, ForestSettings.DEFAULT, seed));
    models.put(
        "boosted trees",
        Boosting.fit(rows, classes, count, BoostingSettings.DEFAULT.withRounds(80), seed));
    return models;
  }

  private void judge(Fitted fitted, TestData test, Repeats repeats, long seed, Lines lines) {
    boolean[] attacks = test.attacks();
    double nominal = 1 - quantile;
    String rule = String.format(Locale.ROOT, "quantile %s of training normals", quantile);
    for (Detector detector : fitted.detectors()) {
      double[] scores = detector.scorer().score(test.rows());
      lines.add(detector.name(), rule, Figures.of(scores, detector.threshold(), nominal, attacks));
      if (detector.probability()) {
        lines.add(detector.name(), "naive 0.5", Figures.of(scores, 0.5, Double.NaN, attacks));
      }
      if (detector.name().equals(COMBINATION)) {
        TestData fresh = test.where(repeats.fresh());
        lines.add(
            COMBINATION,
            rule + ", rows without a near-duplicate",
            Figures.of(
                kept(scores, repeats.fresh()), detector.threshold(), nominal, fresh.attacks()));
        NormalScores normals = fitted.normals().get(COMBINATION);
        if (normals != null) {
          lines.add(
              COMBINATION,
              "recalibrated without labels",
              Figures.of(scores, recalibrated(normals, scores), nominal, attacks));
        }
      }
    }
    fitted.classifiers().forEach((name, model) -> {
      classify(name, "argmax", model, test, seed, lines);
      TestData fresh = test.where(repeats.fresh());
      classify(name, "argmax, rows without a near-duplicate", model, fresh, seed, lines);
    });
  }

  private boolean[] recalibrated(NormalScores normals, double[] scores) {
    var recalibration = new Recalibration(normals, quantile, WINDOW);
    boolean[] said = new boolean[scores.length];
    for (int row = 0; row < said.length; row++) {
      said[row] = recalibration.judge(scores[row]);
    }
    return said;
  }

  private static void classify(
      String name, String rule, TreeModel model, TestData test, long seed, Lines lines) {
    double[][] probabilities = model.probabilities(test.rows());
    int[] said = new int[probabilities.length];
    for (int row = 0; row < said.length; row++) {
      for (int c = 1; c < probabilities[row].length; c++) {
        said[row] = probabilities[row][c] > probabilities[row][said[row]] ? c : said[row];
      }
    }
    ClassReport report = ClassReport.of(said, test.classes(), test.names(), RESAMPLES, seed);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", report.accuracy());
    figures.put("macro_f1", report.macroF1());
    lines.add(name + ", all classes", rule, figures, report.classes());
  }

  private static double[] kept(double[] scores, boolean[] rows) {
    double[] kept = new double[scores.length];
    int count = 0;
    for (int row = 0; row < scores.length; row++) {
      if (rows[row]) {
        kept[count++] = scores[row];
      }
    }
    return java.util.Arrays.copyOf(kept, count);
  }

  private List<Result.Test> tests(
      Loaded loaded, List<Repeats> repeats, List<Lines> lines, Combination chosen) {
    List<Result.Test> tests = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Loaded.Test test = loaded.tests().get(i);
      tests.add(new Result.Test(
          test.file(),
          loaded.training().rows().length,
          test.data().rows().length,
          repeats.get(i).exactCount(),
          repeats.get(i).nearCount(),
          1 - quantile,
          COMBINATION + " (" + chosen + ")",
          lines.get(i).models()));
    }
    return tests;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
