package io.fedics.detect.domain;

import io.fedics.fl.model.Contribution;
import io.fedics.shared.event.Reason;
import java.util.ArrayList;
import java.util.List;

/** What a model says of its features, as reasons of a finding. */
final class Reasons {
  private static final int MOST = 6;

  private Reasons() {}

  /** The largest contributions; amounts sum to 1. */
  static List<Reason> of(List<Contribution> contributions) {
    List<Contribution> largest = contributions.subList(0, Math.min(MOST, contributions.size()));
    double sum = 0;
    for (Contribution contribution : largest) {
      sum += Math.abs(contribution.contribution());
    }
    List<Reason> reasons = new ArrayList<>();
    for (Contribution it : largest) {
      reasons.add(new Reason(
          it.feature(), it.value(), it.expected(), sum == 0 ? 0 : it.contribution() / sum));
    }
    return reasons;
  }
}
