package io.fedics.fl.model.score;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import java.util.ArrayList;
import java.util.List;

/**
 * Multinomial logistic regression: {@code p = softmax((W z + b) / T)}, {@code z} the features standardised by means and
 * scales of the training rows, {@code T} a temperature that calibrates the probabilities. Sums run in a fixed order.
 *
 * <p>Immutable. Temperature: Guo et al. 2017, "On Calibration of Modern Neural Networks", arXiv:1706.04599.
 */
public final class SoftmaxRegression {
  public static final String KIND = "verdict";

  private final Bundle bundle;
  private final List<String> features;
  private final List<String> labels;
  private final int reference;
  /** Shape [labels, features]. */
  private final double[] weights;

  private final double[] biases;
  private final double[] means;
  private final double[] scales;
  private final double temperature;

  private SoftmaxRegression(Bundle bundle) {
    this.bundle = bundle.requireKind(KIND);
    this.features = bundle.features();
    this.labels = bundle.texts("labels");
    this.reference = labels.indexOf(bundle.text("reference"));
    this.weights = bundle.doubles("weights", labels.size() * features.size());
    this.biases = bundle.doubles("biases", labels.size());
    this.means = bundle.doubles("means", features.size());
    this.scales = bundle.doubles("scales", features.size());
    this.temperature = bundle.number("temperature");
    if (reference < 0 || labels.size() < 2 || !(temperature > 0)) {
      throw new BundleException(
          "bundle %s: reference %s, %d labels, temperature %s (expected: one of 2 or more labels, positive)"
              .formatted(bundle.name(), bundle.text("reference"), labels.size(), temperature));
    }
    for (double scale : scales) {
      if (!(scale > 0)) {
        throw new BundleException(
            "bundle %s: scale %s (expected: positive)".formatted(bundle.name(), scale));
      }
    }
  }

  /**
   * @throws BundleException when it is none of a softmax regression
   */
  public static SoftmaxRegression from(Bundle bundle) {
    return new SoftmaxRegression(bundle);
  }

  public Bundle bundle() {
    return bundle;
  }

  public List<String> features() {
    return features;
  }

  /** In the order of {@link #probabilities}. */
  public List<String> labels() {
    return labels;
  }

  /** The label others are explained against, say benign. */
  public String reference() {
    return labels.get(reference);
  }

  /**
   * @param row one finite value a feature
   * @return one a label, in the order of {@link #labels}, summing to 1 up to rounding
   * @throws IllegalArgumentException when a value is missing, too many, or not finite
   */
  public double[] probabilities(double[] row) {
    double[] logits = logits(row);
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = StrictMath.exp(logits[i] - highest);
      sum += logits[i];
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= sum;
    }
    return logits;
  }

  private double[] logits(double[] row) {
    FeatureRows.requireRow(features, row);
    double[] logits = new double[labels.size()];
    for (int label = 0; label < logits.length; label++) {
      double sum = biases[label];
      for (int i = 0; i < row.length; i++) {
        sum += weight(label, i) * standardised(row, i);
      }
      logits[label] = sum / temperature;
    }
    return logits;
  }

  private double weight(int label, int feature) {
    return weights[label * features.size() + feature];
  }

  private double standardised(double[] row, int feature) {
    return (row[feature] - means[feature]) / scales[feature];
  }

  /**
   * Why {@code label} rather than the reference label; why the reference label rather than the most probable other.
   * Each term is the difference of the two labels' weights times the standardised value, over the temperature: exact,
   * because the model is linear in the log-odds.
   *
   * @return terms that sum to {@code ln(p(label) / p(against))}
   * @throws IllegalArgumentException when there is no such label
   */
  public Attribution attributions(double[] row, String label) {
    int of = labels.indexOf(label);
    if (of < 0) {
      throw new IllegalArgumentException(
          "label: %s (expected: one of %s)".formatted(label, labels));
    }
    int against = of == reference ? strongestBut(of, logits(row)) : reference;
    FeatureRows.requireRow(features, row);
    List<Attribution.Term> terms = new ArrayList<>(features.size());
    for (int i = 0; i < row.length; i++) {
      double difference = weight(of, i) - weight(against, i);
      terms.add(new Attribution.Term(
          features.get(i), row[i], difference * standardised(row, i) / temperature));
    }
    double bias = (biases[of] - biases[against]) / temperature;
    return new Attribution(label, labels.get(against), bias, terms);
  }

  private static int strongestBut(int label, double[] logits) {
    int best = label == 0 ? 1 : 0;
    for (int i = 0; i < logits.length; i++) {
      if (i != label && logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
