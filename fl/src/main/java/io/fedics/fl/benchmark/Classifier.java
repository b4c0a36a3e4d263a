package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassReport;
import io.fedics.fl.evaluate.Repeats;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.Forest;
import io.fedics.fl.train.tree.ForestSettings;
import io.fedics.fl.train.tree.TreeModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tells the kinds of attack apart. The class said is the one with the largest {@code probability / share^power}: at power 0
 * the most probable, at 1 the one whose probability rose most over its share of the training rows. The power is chosen on
 * training rows that a first fit did not see, for the macro-F1; rare classes are never said otherwise. A class of fewer
 * than {@value #LEAST_ROWS} training rows is never said: so few cannot be learned, and saying it would only be wrong.
 *
 * <p>Source: scaling posteriors by priors, Saerens, Latinne and Decaestecker 2002, Neural Computation 14(1).
 *
 * @param models whose probabilities are averaged
 * @param shares of the classes in training, in [0, 1]; 0 of one that is never said
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Classifier(List<TreeModel> models, double[] shares) {
  static final String TREE = "decision tree";
  static final String FOREST = "random forest";
  static final String BOOST = "boosted trees";
  static final String BOTH = "forest and boosted trees";

  static final int LEAST_ROWS = 10;
  /** Makes 0 of every probability. */
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private static final double[] POWERS = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1};
  private static final double HELD_OUT = 0.25;
  private static final int FOLDS = 3;
  private static final long SALT = 0x43_4C_41_53;

  /** By name, in the order of the table. */
  static Map<String, Classifier> fit(TrainingData training, Effort effort, long seed) {
    int count = training.names().size();
    double[][] rows = training.rows();
    int[] classes = training.classes();
    double[] shares = shares(classes, count);
    TreeModel tree = Forest.fit(rows, classes, count, ForestSettings.singleTree(1), seed);
    TreeModel forest = Forest.fit(rows, classes, count, effort.forest(), seed);
    TreeModel boosted = Boosting.fit(rows, classes, count, effort.boostingMany(), seed);
    Map<String, Classifier> fitted = new LinkedHashMap<>();
    fitted.put(TREE, new Classifier(List.of(tree), shares));
    fitted.put(FOREST, new Classifier(List.of(forest), shares));
    fitted.put(BOOST, new Classifier(List.of(boosted), shares));
    fitted.put(BOTH, new Classifier(List.of(forest, boosted), shares));
    return fitted;
  }

  /**
   * How classes are said, chosen on training rows that a fit did not see.
   *
   * @param power of the shares that gives the best macro-F1
   * @param divisors those of the power, then corrected class by class, see {@link ClassWeights}; infinite of one that is
   *     never said
   */
  record Rule(double power, double[] divisors) {}

  /** Of each classifier: every training row is judged by a fit that did not see it. */
  static Map<String, Rule> rules(TrainingData training, Effort effort, long seed) {
    int[] folds = Arrays.stream(training.rows())
        .mapToInt(row -> (int) (FOLDS * Repeats.draw(row, seed ^ SALT)))
        .toArray();
    Map<String, double[][]> probabilities = new LinkedHashMap<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int mine = fold;
      int[] judged =
          IntStream.range(0, folds.length).filter(row -> folds[row] == mine).toArray();
      double[][] rows = training.where(row -> folds[row] == mine).rows();
      fit(training.where(row -> folds[row] != mine), effort, seed).forEach((name, fitted) -> {
        double[][] said = fitted.probabilities(rows);
        double[][] all = probabilities.computeIfAbsent(name, _ -> new double[folds.length][]);
        for (int i = 0; i < judged.length; i++) {
          all[judged[i]] = said[i];
        }
      });
    }
    double[] shares = shares(training.classes(), training.names().size());
    Map<String, Rule> rules = new LinkedHashMap<>();
    probabilities.forEach((name, all) -> {
      double power = power(all, training.classes(), training.names(), shares);
      double[] divisors =
          ClassWeights.climb(all, training.classes(), training.names(), divisors(shares, power));
      rules.put(name, new Rule(power, divisors));
    });
    return rules;
  }

  /** The power of a forest alone, of rows that one fit did not see. */
  static double forestPower(TrainingData training, Effort effort, long seed) {
    boolean[] held = new boolean[training.rows().length];
    for (int row = 0; row < held.length; row++) {
      held[row] = Repeats.draw(training.rows()[row], seed ^ SALT) < HELD_OUT;
    }
    Classifier fitted = forest(training.where(row -> !held[row]), effort, seed);
    TrainingData judged = training.where(row -> held[row]);
    return power(
        fitted.probabilities(judged.rows()), judged.classes(), judged.names(), fitted.shares);
  }

  static Classifier forest(TrainingData training, Effort effort, long seed) {
    int count = training.names().size();
    TreeModel forest =
        Forest.fit(training.rows(), training.classes(), count, effort.forest(), seed);
    return new Classifier(List.of(forest), shares(training.classes(), count));
  }

  private static double power(
      double[][] probabilities, int[] classes, List<String> names, double[] shares) {
    double best = Double.NEGATIVE_INFINITY;
    double chosen = 0;
    for (double power : POWERS) {
      int[] said = said(probabilities, divisors(shares, power));
      double macro = ClassReport.of(said, classes, names, 0, 0).macroF1();
      if (macro > best) {
        best = macro;
        chosen = power;
      }
    }
    return chosen;
  }

  private static double[] shares(int[] classes, int count) {
    double[] shares = new double[count];
    for (int c : classes) {
      shares[c] += 1.0 / classes.length;
    }
    double least = (LEAST_ROWS - 0.5) / classes.length;
    return Arrays.stream(shares).map(share -> share > least ? share : 0).toArray();
  }

  /**
   * @return shape {@code [rows][classes]}
   */
  double[][] probabilities(double[][] rows) {
    double[][] sums = models.getFirst().probabilities(rows);
    for (TreeModel model : models.subList(1, models.size())) {
      double[][] more = model.probabilities(rows);
      for (int row = 0; row < sums.length; row++) {
        for (int c = 0; c < sums[row].length; c++) {
          sums[row][c] += more[row][c];
        }
      }
    }
    return sums;
  }

  /** Whether training held enough rows of a class to learn it. */
  boolean says(int c) {
    return shares[c] > 0;
  }

  /** What each class's probability is divided by; infinite of one that is never said. */
  double[] divisors(double power) {
    return divisors(shares, power);
  }

  private static double[] divisors(double[] shares, double power) {
    return Arrays.stream(shares)
        .map(share -> share > 0 ? Math.pow(share, power) : NEVER)
        .toArray();
  }

  /** The class of each row; the first of equals. */
  static int[] said(double[][] probabilities, double[] divisors) {
    int[] said = new int[probabilities.length];
    for (int row = 0; row < said.length; row++) {
      double[] p = probabilities[row];
      for (int c = 1; c < p.length; c++) {
        said[row] = p[c] / divisors[c] > p[said[row]] / divisors[said[row]] ? c : said[row];
      }
    }
    return said;
  }
}
