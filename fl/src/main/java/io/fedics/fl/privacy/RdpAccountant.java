package io.fedics.fl.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rényi differential privacy: divergences of one order add up over steps, and the order that says least is taken. An
 * honest upper bound, up to a million steps 2 to 45 % above what {@link PldAccountant} finds. Thread-safe.
 */
public final class RdpAccountant implements Accountant {
  static final String NAME = "rdp";
  /** 64 to 1024 in this many equal ratios; stopping at 63 overstates epsilon by up to 60 % for large noise. */
  private static final int LARGE_ORDERS = 16;

  private static final double LAST_ORDER = 1024;
  private static final List<Double> ORDERS = orders();

  private static final int MOST_CURVES = 256;

  private final Map<GaussianSteps, List<Double>> curves = new ConcurrentHashMap<>();

  private static List<Double> orders() {
    List<Double> all = new ArrayList<>();
    for (int tenths = 11; tenths < 110; tenths++) {
      all.add(tenths / 10.0);
    }
    for (int order = 12; order < 64; order++) {
      all.add((double) order);
    }
    for (int i = 0; i <= LARGE_ORDERS; i++) {
      all.add(Math.rint(64 * StrictMath.pow(LAST_ORDER / 64, (double) i / LARGE_ORDERS)));
    }
    return List.copyOf(all);
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * @param order above 1; a fraction, or a whole number up to 1024
   * @return the divergence of all steps at this order; infinite where there is no noise
   */
  public double divergence(List<GaussianSteps> spent, double order) {
    if (!(order > 1 && order <= LAST_ORDER)) {
      throw new IllegalArgumentException(
          "order: " + order + " (expected: above 1 and at most " + (int) LAST_ORDER + ")");
    }
    return divergenceOf(Mixture.of(spent), order);
  }

  private static double divergenceOf(List<GaussianSteps> mixture, double order) {
    double sum = 0;
    for (GaussianSteps one : mixture) {
      sum += one.steps() * divergenceOf(one, order);
    }
    return sum;
  }

  private static double divergenceOf(GaussianSteps one, double order) {
    return one.isBare()
        ? Double.POSITIVE_INFINITY
        : new SampledGaussianRdp(one.samplingRate(), one.noiseMultiplier()).at(order);
  }

  /** Of one step at every order; what a ledger asks for again with each row. */
  private List<Double> curve(GaussianSteps one) {
    if (curves.size() >= MOST_CURVES) {
      curves.clear();
    }
    return curves.computeIfAbsent(
        one.withSteps(1),
        step -> ORDERS.stream().map(order -> divergenceOf(step, order)).toList());
  }

  /**
   * The conversion of Balle et al. 2020 (<a href="https://arxiv.org/abs/1905.09982">arXiv:1905.09982</a>) in the form of
   * Canonne, Kamath and Steinke 2020 (<a href="https://arxiv.org/abs/2004.00010">arXiv:2004.00010</a>).
   */
  @Override
  public PrivacyCost cost(List<GaussianSteps> spent, double delta) {
    Accountant.requireDelta(delta);
    List<GaussianSteps> mixture = Mixture.of(spent);
    if (mixture.isEmpty()) {
      return PrivacyCost.withoutOrder(0);
    }
    List<List<Double>> steps = mixture.stream().map(this::curve).toList();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ORDERS.size(); i++) {
      double order = ORDERS.get(i);
      double divergence = 0;
      for (int k = 0; k < mixture.size(); k++) {
        divergence += mixture.get(k).steps() * steps.get(k).get(i);
      }
      double epsilon = divergence
          + StrictMath.log1p(-1 / order)
          - (StrictMath.log(delta) + StrictMath.log(order)) / (order - 1);
      if (epsilon < least) {
        least = epsilon;
        best = i;
      }
    }
    if (best < 0) {
      return PrivacyCost.withoutOrder(Double.POSITIVE_INFINITY);
    }
    return new PrivacyCost(
        Math.max(0, least),
        OptionalDouble.of(ORDERS.get(best)),
        best == 0 || best == ORDERS.size() - 1);
  }
}
