package io.fedics.fl.privacy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Privacy loss distributions on a grid, rounded so that the answer is an upper bound. Tighter than {@link RdpAccountant} and
 * slower: a tenth of a second to some seconds. Where many steps make the grid so coarse that rounding weighs more than that,
 * the answer is the Rényi bound, with its order; so an epsilon is never above that of {@link RdpAccountant}. Thread-safe.
 */
public final class PldAccountant implements Accountant {
  static final String NAME = "pld";
  /** Below this the rounding of the Fourier transform is no longer small beside delta. */
  private static final double LEAST_DELTA = 1e-10;

  private static final int MOST_COSTS = 256;

  private final RdpAccountant renyi = new RdpAccountant();

  /** Sites that train alike spend alike, and each is charged by itself. */
  private final Map<Asked, PrivacyCost> costs = new ConcurrentHashMap<>();

  private record Asked(List<GaussianSteps> mixture, double delta) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PrivacyCost cost(List<GaussianSteps> spent, double delta) {
    Accountant.requireDelta(delta);
    requireLarge(delta);
    List<GaussianSteps> mixture = Mixture.of(spent);
    if (mixture.isEmpty()) {
      return PrivacyCost.withoutOrder(0);
    }
    if (mixture.stream().anyMatch(GaussianSteps::isBare)) {
      return PrivacyCost.withoutOrder(Double.POSITIVE_INFINITY);
    }
    if (costs.size() >= MOST_COSTS) {
      costs.clear();
    }
    return costs.computeIfAbsent(new Asked(mixture, delta), this::computed);
  }

  /** Both are upper bounds of the same epsilon, so the smaller one is as well. */
  private PrivacyCost computed(Asked asked) {
    double epsilon = Math.max(
        ComposedLoss.of(asked.mixture, Direction.REMOVE, asked.delta).epsilon(asked.delta),
        ComposedLoss.of(asked.mixture, Direction.ADD, asked.delta).epsilon(asked.delta));
    PrivacyCost bound = renyi.cost(asked.mixture, asked.delta);
    return epsilon <= bound.epsilon() ? PrivacyCost.withoutOrder(epsilon) : bound;
  }

  /**
   * @param epsilon at least 0, finite
   * @param least the smallest delta worth telling apart, at least 1e-10: what is smaller counts as this
   * @return an upper bound of delta at {@code epsilon}
   */
  public double delta(List<GaussianSteps> spent, double epsilon, double least) {
    if (!(epsilon >= 0 && Double.isFinite(epsilon))) {
      throw new IllegalArgumentException("epsilon: " + epsilon + " (expected: finite, 0 or more)");
    }
    Accountant.requireDelta(least);
    requireLarge(least);
    List<GaussianSteps> mixture = Mixture.of(spent);
    if (mixture.isEmpty()) {
      return 0;
    }
    if (mixture.stream().anyMatch(GaussianSteps::isBare)) {
      return 1;
    }
    return Math.max(
        ComposedLoss.of(mixture, Direction.REMOVE, least).delta(epsilon),
        ComposedLoss.of(mixture, Direction.ADD, least).delta(epsilon));
  }

  private static void requireLarge(double delta) {
    if (delta < LEAST_DELTA) {
      throw new IllegalArgumentException("delta: " + delta
          + " (expected: at least 1e-10 with the accountant pld, or the accountant rdp)");
    }
  }
}
