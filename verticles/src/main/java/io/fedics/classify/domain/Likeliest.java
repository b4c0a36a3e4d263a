package io.fedics.classify.domain;

import io.fedics.shared.event.AttackLabel;
import java.util.List;
import java.util.Map;

/**
 * The label of a verdict: first whether it is an attack at all, then which. Else an attack that could be two things would
 * pass for benign, although hardly anybody believes that.
 */
final class Likeliest {
  private static final double HALF = 0.5;

  /** Between equally likely labels, the one that says more wins. */
  private static final List<AttackLabel> PRECEDENCE = List.of(
      AttackLabel.UNAUTHORISED_COMMAND,
      AttackLabel.BRUTE_FORCE,
      AttackLabel.LATERAL_MOVEMENT,
      AttackLabel.EXFILTRATION,
      AttackLabel.PROBE,
      AttackLabel.DOS,
      AttackLabel.COMMAND_AND_CONTROL,
      AttackLabel.IMPOSSIBLE_TRAVEL,
      AttackLabel.OTHER);

  private Likeliest() {}

  /**
   * @param probabilities by label, summing to 1
   */
  static AttackLabel of(Map<AttackLabel, Double> probabilities) {
    AttackLabel best = AttackLabel.BENIGN;
    if (probabilities.getOrDefault(best, 0.0) > HALF) {
      return best;
    }
    double most = 0;
    for (AttackLabel label : PRECEDENCE) {
      double probability = probabilities.getOrDefault(label, 0.0);
      if (probability > most) {
        best = label;
        most = probability;
      }
    }
    return best;
  }
}
