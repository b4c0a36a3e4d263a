package io.fedics.fl.privacy;

import java.util.OptionalDouble;

/**
 * What an accountant says.
 *
 * @param epsilon at least 0; positive infinity when there is no guarantee
 * @param order the Rényi order that gave it; empty for accountants without orders and where no order matters
 * @param orderAtEdge whether that order is the first or the last tried, so that another one might have said less
 */
public record PrivacyCost(double epsilon, OptionalDouble order, boolean orderAtEdge) {
  public PrivacyCost {
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("epsilon: " + epsilon + " (expected: 0 or more)");
    }
  }

  static PrivacyCost withoutOrder(double epsilon) {
    return new PrivacyCost(epsilon, OptionalDouble.empty(), false);
  }
}
