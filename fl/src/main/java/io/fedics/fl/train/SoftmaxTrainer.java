package io.fedics.fl.train;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.SoftmaxRegression;
import java.util.Arrays;
import java.util.List;
import smile.math.BFGS;

/**
 * Fits a softmax regression: cross-entropy with an L2 penalty on the weights (not the biases), minimised with Smile's
 * L-BFGS. The loss is ours: Smile's own multinomial regression sums it in parallel, in an order no seed can repeat. Nothing
 * here is random, so equal rows give equal bundles.
 */
public final class SoftmaxTrainer {
  private static final int MEMORY = 10;
  private static final double GRADIENT_TOLERANCE = 1e-7;
  private static final int ITERATIONS = 500;

  private SoftmaxTrainer() {}

  /**
   * @param rows shape [rows, features], finite
   * @param labels index of each row's label
   * @param weights of the rows, not negative; say class weights
   * @param names of the features
   * @param labelNames in the order of the indices
   * @param reference label that others are explained against, say {@code benign}
   * @param l2 penalty on the squared norm of the weights, halved, per unit of mean loss; not negative
   * @return a bundle for {@link SoftmaxRegression} with temperature 1
   */
  public static Bundle train(
      double[][] rows,
      int[] labels,
      double[] weights,
      List<String> names,
      List<String> labelNames,
      String reference,
      double l2) {
    TrainingRows.require(rows, names, 2);
    TrainingRows.requireLabels(rows, labels, labelNames.size());
    if (weights.length != rows.length || !(l2 >= 0)) {
      throw new IllegalArgumentException(
          "training: %d weights for %d rows, l2 %s (expected: one a row, at least 0)"
              .formatted(weights.length, rows.length, l2));
    }
    double[] means = new double[names.size()];
    double[] scales = new double[names.size()];
    double[][] standardised = standardise(rows, means, scales);
    var loss = new SoftmaxLoss(standardised, labels, weights, labelNames.size(), l2);
    double[] parameters = new double[loss.size()];
    BFGS.minimize(loss, MEMORY, parameters, GRADIENT_TOLERANCE, ITERATIONS);
    int biases = names.size() * labelNames.size();
    var bundle = Bundle.of(SoftmaxRegression.KIND, SoftmaxRegression.KIND)
        .texts("features", names)
        .texts("labels", labelNames)
        .text("reference", reference)
        .text("card", card(rows.length, l2))
        .doubles("weights", Arrays.copyOf(parameters, biases))
        .doubles("biases", Arrays.copyOfRange(parameters, biases, parameters.length))
        .doubles("means", means)
        .doubles("scales", scales)
        .number("temperature", 1)
        .number("l2", l2)
        .whole("training_rows", rows.length)
        .build();
    return SoftmaxRegression.from(bundle).bundle();
  }

  /** Every row counts the same. */
  public static Bundle train(
      double[][] rows,
      int[] labels,
      List<String> names,
      List<String> labelNames,
      String reference,
      double l2) {
    double[] weights = new double[rows.length];
    Arrays.fill(weights, 1);
    return train(rows, labels, weights, names, labelNames, reference, l2);
  }

  /** Scale 1 for a constant: then it contributes nothing. */
  private static double[][] standardise(double[][] rows, double[] means, double[] scales) {
    double[][] standardised = new double[rows.length][means.length];
    for (int feature = 0; feature < means.length; feature++) {
      double sum = 0;
      for (double[] row : rows) {
        sum += row[feature];
      }
      double mean = sum / rows.length;
      double squares = 0;
      for (double[] row : rows) {
        squares += (row[feature] - mean) * (row[feature] - mean);
      }
      double deviation = Math.sqrt(squares / rows.length);
      means[feature] = mean;
      scales[feature] = deviation > 1e-12 * (1 + Math.abs(mean)) ? deviation : 1;
      for (int i = 0; i < rows.length; i++) {
        standardised[i][feature] = (rows[i][feature] - mean) / scales[feature];
      }
    }
    return standardised;
  }

  /**
   * Sets the temperature that makes held-out rows most likely, by golden-section search over [0.05, 20] on a logarithmic
   * scale (the loss has one minimum). The ranking of labels does not change.
   *
   * @param rows that were not trained on, at least 1
   */
  public static Bundle withTemperature(Bundle bundle, double[][] rows, int[] labels) {
    TrainingRows.require(rows, bundle.features(), 1);
    TrainingRows.requireLabels(rows, labels, bundle.texts("labels").size());
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = Math.log(0.05);
    double high = Math.log(20);
    while (high - low > 1e-4) {
      double left = high - ratio * (high - low);
      double right = low + ratio * (high - low);
      if (loss(bundle, left, rows, labels) < loss(bundle, right, rows, labels)) {
        high = right;
      } else {
        low = left;
      }
    }
    return at(bundle, (low + high) / 2);
  }

  private static Bundle at(Bundle bundle, double logTemperature) {
    return bundle.change().number("temperature", Math.exp(logTemperature)).build();
  }

  private static double loss(Bundle bundle, double logTemperature, double[][] rows, int[] labels) {
    var model = SoftmaxRegression.from(at(bundle, logTemperature));
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum -= Math.log(Math.max(1e-300, model.probabilities(rows[i])[labels[i]]));
    }
    return sum;
  }

  private static String card(int rows, double l2) {
    return """
        # Verdict

        Multinomial logistic regression over %d rows, L2 penalty %s, fitted with L-BFGS. Probabilities sum to 1 and are
        calibrated by a temperature fitted on held-out rows; the attributions of a label are exact.
        """.formatted(rows, l2);
  }
}
