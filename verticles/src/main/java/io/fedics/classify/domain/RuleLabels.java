package io.fedics.classify.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Labels from calibrated scores by Bayes' rule and noisy-or.
 *
 * <ol>
 *   <li>A score is 1 − p of a p-value. The most a p-value can speak against "normal" is the Bayes factor {@code B = 1 /
 *       (−e p ln p)} for p &lt; 1/e, else 1. Source: Sellke, Bayarri and Berger 2001, "Calibration of p values for
 *       testing precise null hypotheses", The American Statistician 55(1).
 *   <li>With the prior odds of an attack, a finding makes its label true with {@code q = odds·B / (1 + odds·B)}. The
 *       default prior of 0.02 gives 0.05 at a score of 0.95, 0.52 at 0.999 and 0.89 at 0.9999.
 *   <li>Per rule the strongest finding counts; rules of one label combine by noisy-or, {@code 1 − Π(1 − q)}.
 *   <li>{@code other} says that something is unusual, not what: every specific label explains it away, {@code q(other) ·
 *       Π(1 − q(specific))}. Benign is what no label explains, {@code Π(1 − q)}. All are divided by their sum.
 * </ol>
 */
public final class RuleLabels implements LabelModel {
  /** No calibration claims more than one in a million. */
  private static final double LEAST_P = 1e-6;

  private final double priorOdds;

  /**
   * @param prior in (0, 1)
   */
  public RuleLabels(double prior) {
    this.priorOdds = prior / (1 - prior);
  }

  @Override
  public Judgement judge(Evidence evidence, Set<String> detectors) {
    return new Judgement(probabilities(evidence.findings()), List.of());
  }

  /**
   * @param findings of which those of rules count
   */
  Map<AttackLabel, Double> probabilities(List<AnomalyDetected> findings) {
    Map<AttackLabel, Double> weights = new EnumMap<>(AttackLabel.class);
    double noneSpecific = 1;
    double none = 1;
    for (AttackLabel label : AttackLabel.values()) {
      double not = notThis(label, findings);
      weights.put(label, 1 - not);
      none *= not;
      noneSpecific *= label == AttackLabel.OTHER ? 1 : not;
    }
    weights.put(AttackLabel.BENIGN, none);
    weights.merge(AttackLabel.OTHER, noneSpecific, (other, factor) -> other * factor);
    double sum = 0;
    for (double weight : weights.values()) {
      sum += weight;
    }
    double all = sum;
    weights.replaceAll((_, weight) -> weight / all);
    return weights;
  }

  /** A learned detector says that something is rare, a thousandth of all is: that alone is no attack. */
  private static boolean isRule(AnomalyDetected finding) {
    return finding.detector().equals(Evidence.PHYSICS);
  }

  /** Probability that none of the label's rules is right. */
  private double notThis(AttackLabel label, List<AnomalyDetected> findings) {
    Map<String, Double> strongest = new TreeMap<>();
    for (AnomalyDetected finding : findings) {
      if (finding.label() == label && label != AttackLabel.BENIGN && isRule(finding)) {
        strongest.merge(
            finding.detector() + '|' + finding.rule(), belief(finding.score()), Math::max);
      }
    }
    double not = 1;
    for (double q : strongest.values()) {
      not *= 1 - q;
    }
    return not;
  }

  /**
   * @param score in [0, 1]
   */
  double belief(double score) {
    double p = Math.max(1 - score, LEAST_P);
    double factor = p < 1 / Math.E ? 1 / (-Math.E * p * StrictMath.log(p)) : 1;
    double odds = priorOdds * factor;
    return odds / (1 + odds);
  }
}
