package io.fedics.fl.model.tree;

import io.fedics.fl.model.bundle.BundleException;
import java.util.Locale;

/** From what trees sum up to probabilities. */
enum TreeLink {
  /** Shares of the labels, scaled to sum to 1. */
  MEAN,
  /** One sum, the log-odds of the second of two labels. */
  LOGISTIC,
  /** One sum a label, on the scale of logarithms. */
  SOFTMAX;

  static TreeLink of(String text) {
    for (TreeLink link : values()) {
      if (link.text().equals(text)) {
        return link;
      }
    }
    throw new BundleException(
        "bundle: link %s (expected: mean, logistic, softmax)".formatted(text));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  int outputs(int labels) {
    return this == LOGISTIC ? 1 : labels;
  }

  /** {@code sums} and {@code probabilities} may be one array, except with {@link #LOGISTIC}. */
  void apply(double[] sums, int count, double[] probabilities, int labels) {
    for (int row = 0; row < count; row++) {
      switch (this) {
        case MEAN -> scale(probabilities, row * labels, labels);
        case SOFTMAX -> {
          exponentiate(probabilities, row * labels, labels);
          scale(probabilities, row * labels, labels);
        }
        case LOGISTIC -> {
          probabilities[2 * row] = 1 / (1 + StrictMath.exp(sums[row]));
          probabilities[2 * row + 1] = 1 / (1 + StrictMath.exp(-sums[row]));
        }
      }
    }
  }

  private static void exponentiate(double[] values, int from, int length) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + length; i++) {
      highest = Math.max(highest, values[i]);
    }
    for (int i = from; i < from + length; i++) {
      values[i] = StrictMath.exp(values[i] - highest);
    }
  }

  private static void scale(double[] values, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += values[i];
    }
    for (int i = from; i < from + length; i++) {
      values[i] /= sum;
    }
  }
}
