package io.fedics.classify.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.sample.Findings;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleLabelsTest {
  private final RuleLabels labels = new RuleLabels(0.02);

  @Test
  void probabilities_anyFindings_sumToOneOverAllLabels() {
    var probabilities = labels.probabilities(List.of(
        finding("vertical-scan", AttackLabel.PROBE, 0.9999),
        finding("surge", AttackLabel.OTHER, 1.0),
        finding("flood", AttackLabel.DOS, 0.95)));

    assertThat(probabilities).containsOnlyKeys(AttackLabel.values());
    assertThat(sum(probabilities)).isCloseTo(1, within(1e-12));
  }

  @Test
  void belief_documentedScores_giveDocumentedBeliefs() {
    assertThat(labels.belief(0)).isCloseTo(0.02, within(1e-12));
    assertThat(labels.belief(0.95)).isCloseTo(0.05, within(0.005));
    assertThat(labels.belief(0.999)).isCloseTo(0.52, within(0.005));
    assertThat(labels.belief(0.9999)).isCloseTo(0.89, within(0.005));
    assertThat(labels.belief(1)).isLessThan(1);
  }

  @Test
  void probabilities_weakFinding_staysBenign() {
    var probabilities =
        labels.probabilities(List.of(finding("vertical-scan", AttackLabel.PROBE, 0.95)));

    assertThat(probabilities.get(AttackLabel.BENIGN)).isGreaterThan(0.9);
  }

  @Test
  void probabilities_twoRulesOfOneLabel_areStrongerThanOne() {
    var one = labels.probabilities(List.of(finding("flood", AttackLabel.DOS, 0.99)));
    var both = labels.probabilities(List.of(
        finding("flood", AttackLabel.DOS, 0.99), finding("slow-dos", AttackLabel.DOS, 0.99)));

    assertThat(both.get(AttackLabel.DOS)).isGreaterThan(one.get(AttackLabel.DOS));
  }

  @Test
  void probabilities_sameRuleTwice_countsOnce() {
    AnomalyDetected finding = finding("flood", AttackLabel.DOS, 0.99);

    assertThat(labels.probabilities(List.of(finding, finding)))
        .isEqualTo(labels.probabilities(List.of(finding)));
  }

  @Test
  void probabilities_surgeBesideAScan_isExplainedAway() {
    var probabilities = labels.probabilities(List.of(
        finding("surge", AttackLabel.OTHER, 1.0),
        finding("vertical-scan", AttackLabel.PROBE, 0.9995)));

    assertThat(probabilities.get(AttackLabel.PROBE))
        .isGreaterThan(probabilities.get(AttackLabel.OTHER));
  }

  private static double sum(Map<AttackLabel, Double> probabilities) {
    return probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static AnomalyDetected finding(String rule, AttackLabel label, double score) {
    return Findings.of(10, "10.0.0.1", rule, label, score);
  }
}
