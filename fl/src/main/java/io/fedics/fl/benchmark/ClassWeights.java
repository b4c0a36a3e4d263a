package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.ClassReport;
import java.util.List;

/**
 * What the classes' probabilities are divided by, changed a class at a time for as long as the macro-F1 of rows that no fit
 * saw rises by {@value #LEAST_GAIN} or more: smaller gains are luck, most of all with few rows.
 *
 * <p>Source: coordinate ascent, Wright 2015, Mathematical Programming 151(1); that F1 wants cuts of its own for each class,
 * Lipton, Elkan and Naryanaswamy 2014, ECML PKDD.
 */
final class ClassWeights {
  private static final double LEAST_GAIN = 0.002;
  private static final int ROUNDS = 3;
  /** Logarithms of the factors tried. */
  private static final double[] STEPS = {-1, -0.7, -0.4, -0.2, 0.2, 0.4, 0.7, 1};

  private ClassWeights() {}

  /**
   * @param probabilities shape {@code [rows][classes]}
   * @param classes of the rows
   * @param start shape {@code [classes]}, above 0; infinite of a class that is never said; not modified
   * @return shape {@code [classes]}
   */
  static double[] climb(
      double[][] probabilities, int[] classes, List<String> names, double[] start) {
    double[] divisors = start.clone();
    double best = macro(probabilities, classes, names, divisors);
    for (int round = 0; round < ROUNDS; round++) {
      double before = best;
      for (int c = 0; c < divisors.length; c++) {
        double kept = divisors[c];
        double chosen = kept;
        double most = best + LEAST_GAIN;
        for (double step : STEPS) {
          divisors[c] = kept * Math.exp(step);
          double macro = macro(probabilities, classes, names, divisors);
          if (macro > most) {
            most = macro;
            best = macro;
            chosen = divisors[c];
          }
        }
        divisors[c] = chosen;
      }
      if (best == before) {
        break;
      }
    }
    return divisors;
  }

  private static double macro(
      double[][] probabilities, int[] classes, List<String> names, double[] divisors) {
    int[] said = Classifier.said(probabilities, divisors);
    return ClassReport.of(said, classes, names, 0, 0).macroF1();
  }
}
