package io.fedics.fl.model.score;

import java.util.List;

/**
 * Why one label rather than another: terms whose sum is the log-odds, up to rounding.
 *
 * @param label the label explained
 * @param against the label it is compared with
 * @param bias what would stand with all features at their training means
 * @param features one term a feature, in the order of the features
 */
public record Attribution(String label, String against, double bias, List<Term> features) {

  public Attribution {
    features = List.copyOf(features);
  }

  /** {@code contribution} is positive when the value speaks for the label. */
  public record Term(String feature, double value, double contribution) {}

  /** {@code ln(p(label) / p(against))}. */
  public double logOdds() {
    return bias + features.stream().mapToDouble(Term::contribution).sum();
  }
}
