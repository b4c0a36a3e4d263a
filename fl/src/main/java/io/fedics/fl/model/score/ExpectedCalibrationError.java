package io.fedics.fl.model.score;

/**
 * How far stated probabilities are from what came true: rows are put into 15 bins of equal width by their probability;
 * the error is the mean over the rows of |mean probability - share that came true| of their bin.
 *
 * <p>Source: Naeini, Cooper and Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI.
 */
public final class ExpectedCalibrationError {
  private static final int BINS = 15;

  private final double[] stated = new double[BINS];
  private final long[] cameTrue = new long[BINS];
  private long all;

  private ExpectedCalibrationError() {}

  /**
   * Of the most probable label.
   *
   * @param probabilities shape [rows, labels], at least one row
   * @param labels index of the true label of each row
   * @return in [0, 1]
   */
  public static double ofTopLabel(double[][] probabilities, int[] labels) {
    requireSameLength(probabilities, labels);
    var error = new ExpectedCalibrationError();
    for (int i = 0; i < labels.length; i++) {
      int top = 0;
      for (int label = 1; label < probabilities[i].length; label++) {
        if (probabilities[i][label] > probabilities[i][top]) {
          top = label;
        }
      }
      error.add(probabilities[i][top], top == labels[i]);
    }
    return error.value();
  }

  /**
   * Of each label's probability, whether or not it is the highest.
   *
   * @return one a label, in [0, 1]
   */
  public static double[] ofEachLabel(double[][] probabilities, int[] labels) {
    requireSameLength(probabilities, labels);
    double[] errors = new double[probabilities[0].length];
    for (int label = 0; label < errors.length; label++) {
      var error = new ExpectedCalibrationError();
      for (int i = 0; i < labels.length; i++) {
        error.add(probabilities[i][label], labels[i] == label);
      }
      errors[label] = error.value();
    }
    return errors;
  }

  private static void requireSameLength(double[][] probabilities, int[] labels) {
    if (labels.length == 0 || probabilities.length != labels.length) {
      throw new IllegalArgumentException("labels: %d for %d rows (expected: one a row, at least 1)"
          .formatted(labels.length, probabilities.length));
    }
  }

  private void add(double probability, boolean came) {
    if (!(probability >= 0 && probability <= 1 + 1e-9)) {
      throw new IllegalArgumentException("probability: " + probability + " (expected: [0, 1])");
    }
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    stated[bin] += probability;
    cameTrue[bin] += came ? 1 : 0;
    all++;
  }

  private double value() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(stated[bin] - cameTrue[bin]);
    }
    return sum / all;
  }
}
