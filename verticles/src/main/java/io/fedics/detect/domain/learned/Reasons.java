package io.fedics.detect.domain.learned;

import io.fedics.shared.event.Reason;
import java.util.List;

/** What a model says of its features, as reasons of a finding. */
final class Reasons {
  private static final int MOST = 6;

  private Reasons() {}

  /**
   * The first few, with shares in place of their contributions: amounts sum to 1.
   *
   * @param reasons largest contribution first, in any unit
   */
  static List<Reason> shares(List<Reason> reasons) {
    List<Reason> largest = reasons.subList(0, Math.min(MOST, reasons.size()));
    double sum = 0;
    for (Reason reason : largest) {
      sum += Math.abs(reason.contribution());
    }
    double all = sum == 0 ? 1 : sum;
    return largest.stream()
        .map(it -> new Reason(it.feature(), it.value(), it.expected(), it.contribution() / all))
        .toList();
  }
}
