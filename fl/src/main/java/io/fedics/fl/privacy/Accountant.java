package io.fedics.fl.privacy;

import java.util.List;
import java.util.Locale;

/**
 * Adds up what sampled Gaussian mechanisms reveal. Neighbouring data sets differ by one unit added or removed. The answer
 * depends on the arguments only, to the last bit.
 */
public sealed interface Accountant permits RdpAccountant, PldAccountant {

  /** As settings, ledgers and the command line write it. */
  String name();

  /**
   * @param spent in any mixture; steps of equal rate and noise are one mechanism, wherever they stand
   * @param delta probability in (0, 1)
   * @return an upper bound of epsilon at {@code delta}
   * @throws IllegalArgumentException if {@code delta} is not in (0, 1), or too small for this accountant
   */
  PrivacyCost cost(List<GaussianSteps> spent, double delta);

  default PrivacyCost cost(GaussianSteps spent, double delta) {
    return cost(List.of(spent), delta);
  }

  /**
   * @throws IllegalArgumentException for a name that no accountant has
   */
  static Accountant named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case RdpAccountant.NAME -> new RdpAccountant();
      case PldAccountant.NAME -> new PldAccountant();
      default ->
        throw new IllegalArgumentException("accountant: " + name + " (expected: "
            + RdpAccountant.NAME + ", " + PldAccountant.NAME + ")");
    };
  }

  /** Refuses a delta that promises nothing or cannot be promised. */
  static void requireDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException(
          "delta: " + delta + " (expected: above 0 and below 1, best below 1 / number of units)");
    }
  }
}
