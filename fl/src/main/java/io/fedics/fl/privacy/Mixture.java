package io.fedics.fl.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps of equal rate and noise put together, in the order of their first appearance. */
final class Mixture {
  private Mixture() {}

  /** Without what is silent. */
  static List<GaussianSteps> of(List<GaussianSteps> spent) {
    Map<GaussianSteps, Long> steps = new LinkedHashMap<>();
    for (GaussianSteps one : spent) {
      if (!one.isSilent()) {
        steps.merge(one.withSteps(1), one.steps(), Math::addExact);
      }
    }
    return steps.entrySet().stream()
        .map(e -> e.getKey().withSteps(e.getValue()))
        .toList();
  }
}
