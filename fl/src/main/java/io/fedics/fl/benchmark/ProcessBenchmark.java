package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.BatadalScore;
import io.fedics.fl.evaluate.BinaryCounts;
import io.fedics.fl.evaluate.EnhancedTimeAware;
import io.fedics.fl.evaluate.Figures;
import io.fedics.fl.evaluate.Latch;
import io.fedics.fl.evaluate.NormalScores;
import io.fedics.fl.evaluate.Quantile;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * BATADAL: hourly values of a water network. Four detectors are fitted on the normal hours of the training files, each
 * without every fourth week; their mean is the score, and what each says of the weeks it did not see makes the thresholds.
 * Its constants were chosen by {@code dataset04}, the contest's second training file; its test file played no part. Judged over time: the contest's score S and eTaPR beside the hour by hour figures.
 *
 * <p>Source: Taormina et al. 2018, J. Water Resources Planning and Management 144(8), 04018048.
 */
public final class ProcessBenchmark {
  /** For {@code --benchmark}. */
  public static final String NAME = "batadal";
  /** Training files below the folder of test data. */
  public static final List<String> TRAINING = List.of("batadal/dataset03.csv.gz");
  /** Files to judge on when none are named: later than the training files. */
  public static final List<String> TESTS = List.of("batadal/dataset04.csv");
  /** An alarm that ends an attack early splits it in two; so it is held until most normals score as much. */
  private static final double CLEAR = 0.85;

  private static final String MODEL = "autoencoder over 4 h";
  private static final int WEEK = 7 * 24;
  private static final int WEEKS = 4;
  private static final int MONTH = 30 * 24;
  /** Where the inputs' drift is taken out, fewer normals stand out and more may be said. */
  private static final double LOOSE = 0.97;

  static final DenseAutoencoder.Settings SETTINGS =
      new DenseAutoencoder.Settings(new int[] {64, 16, 64}, 30, 0.01);

  private final double quantile;
  private final DenseAutoencoder.Settings settings;
  private final Consumer<String> progress;

  /**
   * @param quantile of held-out training normals that an alarm begins above, in (0, 1)
   * @param progress told a line at a time
   */
  public ProcessBenchmark(double quantile, Consumer<String> progress) {
    this(quantile, SETTINGS, progress);
  }

  ProcessBenchmark(double quantile, DenseAutoencoder.Settings settings, Consumer<String> progress) {
    this.quantile = quantile;
    this.settings = settings;
    this.progress = progress;
  }

  /** A fitted seed: detectors, and what normals score that they did not see. */
  private record Fitted(List<ProcessDetector> detectors, NormalScores normals) {

    double[] score(double[][] histories) {
      double[] sums = new double[histories.length];
      for (ProcessDetector detector : detectors) {
        double[] scores = detector.score(histories);
        Arrays.setAll(sums, hour -> sums[hour] + scores[hour] / detectors.size());
      }
      return sums;
    }
  }

  /** Training hours of all files, one behind the other. */
  @SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
  private record Hours(TrainingData data, int[] inFile) {}

  /**
   * @param train at least one file with normal hours
   * @param test at least one file
   */
  public Result run(List<Path> train, List<Path> test, List<Long> seeds) {
    if (test.isEmpty()) {
      throw new UsageException(
          "--test: missing (expected: a file with attacks, later than the training files)");
    }
    long began = System.nanoTime();
    ProcessTable first = ProcessTable.read(train.getFirst(), List.of());
    List<ProcessTable> training = new ArrayList<>(List.of(first));
    train.stream()
        .skip(1)
        .map(file -> ProcessTable.read(file, first.sensors()))
        .forEach(training::add);
    List<ProcessTable> tests =
        test.stream().map(file -> ProcessTable.read(file, first.sensors())).toList();
    Hours hours = hours(training);
    progress.accept("%s: %,d normal hours to fit on, %d tests"
        .formatted(NAME, hours.inFile.length, tests.size()));
    List<Lines> lines = Stream.generate(Lines::new).limit(tests.size()).toList();
    for (long seed : seeds) {
      Fitted fitted = fit(hours, first.sensors().size(), seed);
      for (int i = 0; i < tests.size(); i++) {
        judge(fitted, tests.get(i), lines.get(i));
      }
      progress.accept("seed %d done, %.0f s".formatted(seed, seconds(began)));
    }
    return new Result(
        results(tests, lines, hours.inFile.length), notes(training, tests), seconds(began));
  }

  private static Hours hours(List<ProcessTable> training) {
    List<double[]> rows = new ArrayList<>();
    List<Integer> inFile = new ArrayList<>();
    for (ProcessTable table : training) {
      double[][] histories = table.histories(ProcessDetector.HISTORY);
      for (int hour = ProcessDetector.HISTORY - 1; hour < histories.length; hour++) {
        if (!table.touchesAttack(hour, ProcessDetector.HISTORY)) {
          rows.add(histories[hour]);
          inFile.add(hour);
        }
      }
    }
    if (rows.isEmpty()) {
      throw new UsageException("%s: no stretch of %d normal hours (expected: mostly normal hours)"
          .formatted(training.getFirst().file(), ProcessDetector.HISTORY));
    }
    if (inFile.stream()
            .filter(ProcessBenchmark::isJudged)
            .map(ProcessBenchmark::turn)
            .distinct()
            .count()
        < 2) {
      throw new UsageException(
          "%s: %,d normal hours, all of one week in four (expected: more weeks, as each detector is fitted without every fourth)"
              .formatted(training.getFirst().file(), inFile.size()));
    }
    return new Hours(
        new TrainingData(rows.toArray(double[][]::new), new int[rows.size()], List.of("normal")),
        inFile.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Which detector is fitted without this hour. */
  private static int turn(int hour) {
    return hour / WEEK % WEEKS;
  }

  /** Whether all of an hour's past lies in its own week; the week before was fitted on. */
  private static boolean isJudged(int hour) {
    return hour % WEEK >= ProcessDetector.HISTORY - 1;
  }

  /** Sees training data only: so do the thresholds. */
  private Fitted fit(Hours hours, int sensors, long seed) {
    List<ProcessDetector> detectors = new ArrayList<>();
    List<NormalScores> normals = new ArrayList<>();
    for (int turn = 0; turn < WEEKS; turn++) {
      int mine = turn;
      TrainingData.Split split = hours.data.holdOut(
          row -> turn(hours.inFile[row]) == mine, row -> isJudged(hours.inFile[row]));
      ProcessDetector detector =
          ProcessDetector.fit(split.rest().rows(), sensors, settings, seed * WEEKS + turn);
      detectors.add(detector);
      normals.add(split.normals().scoredBy(detector));
      progress.accept("seed %d, detector %d of %d".formatted(seed, turn + 1, WEEKS));
    }
    return new Fitted(detectors, NormalScores.joined(normals));
  }

  private void judge(Fitted fitted, ProcessTable test, Lines lines) {
    double[] scores = fitted.score(test.histories(ProcessDetector.HISTORY));
    NormalScores normals = fitted.normals;
    boolean[] attacks = test.attacks();
    String held = String.format(Locale.ROOT, ", held until %s", CLEAR);
    lines.add(
        MODEL, rule(quantile) + held, figures(scores, latch(normals, quantile), quantile, attacks));
    double raise = normals.threshold(quantile);
    lines.add(MODEL, rule(quantile), figures(scores, new Latch(raise, raise), quantile, attacks));
    lines.add(
        MODEL,
        rule(LOOSE) + held + ", recalibrated without labels",
        figures(recalibrated(scores, normals), latch(normals, LOOSE), LOOSE, attacks));
  }

  private static String rule(double share) {
    return String.format(Locale.ROOT, "quantile %s of training normals", share);
  }

  private static Latch latch(NormalScores normals, double share) {
    return new Latch(normals.threshold(share), normals.threshold(Math.min(CLEAR, share)));
  }

  /** Divided by how much the median of the last month lies above that of training, once half of it is there. */
  private static double[] recalibrated(double[] scores, NormalScores normals) {
    double usual = normals.threshold(0.5);
    double[] recalibrated = scores.clone();
    for (int hour = MONTH / 2; hour < scores.length; hour++) {
      double[] before = Arrays.copyOfRange(scores, Math.max(0, hour - MONTH), hour);
      recalibrated[hour] = scores[hour] / Math.max(1, Quantile.of(before, 0.5) / usual);
    }
    return recalibrated;
  }

  private static Map<String, Double> figures(
      double[] scores, Latch latch, double share, boolean[] attacks) {
    boolean[] said = latch.alarms(scores);
    Map<String, Double> figures = Figures.of(scores, said, TableBenchmark.nominal(share), attacks);
    BatadalScore score = BatadalScore.of(said, attacks);
    EnhancedTimeAware time = EnhancedTimeAware.of(said, attacks);
    figures.put("s", score.score());
    figures.put("time_to_detection", score.timeToDetection());
    figures.put("classification", score.classification());
    figures.put("etapr_precision", time.precision());
    figures.put("etapr_recall", time.recall());
    figures.put("etapr_f1", time.f1());
    figures.put("attacks_found", (double) time.detected());
    figures.put("attacks", (double) time.attacks());
    return figures;
  }

  private List<Result.Test> results(List<ProcessTable> tests, List<Lines> lines, int trainRows) {
    List<Result.Test> results = new ArrayList<>();
    List<String> names = Result.testNames(tests.stream().map(ProcessTable::file).toList());
    for (int i = 0; i < tests.size(); i++) {
      ProcessTable test = tests.get(i);
      results.add(new Result.Test(
          names.get(i),
          trainRows,
          test.values().length,
          0,
          0,
          TableBenchmark.nominal(quantile),
          MODEL,
          lines.get(i).models()));
    }
    return results;
  }

  private static List<String> notes(List<ProcessTable> training, List<ProcessTable> tests) {
    List<String> notes = new ArrayList<>();
    List<ProcessTable> all = new ArrayList<>(training);
    all.addAll(tests);
    for (ProcessTable table : all) {
      boolean[] attacks = table.attacks();
      notes.add("%s: %,d hours, %,d of them attacks%s"
          .formatted(
              table.file().getFileName(),
              attacks.length,
              BinaryCounts.of(attacks, attacks).truePositives(),
              table.unsaid() == 0
                  ? ""
                  : ", %,d not said to be either and taken for normal".formatted(table.unsaid())));
    }
    notes.add(
        "attack hours of training files are left out; four detectors, each fitted without every fourth week, whose scores make the thresholds");
    return notes;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
