package io.fedics.classify.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.classify.domain.VotesTest.LearnedFindings;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.train.SoftmaxTrainer;
import io.fedics.sample.Findings;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LearnedLabelsTest {
  private static final Set<String> ALL = Set.of("physics", "iforest", "lstm");
  private static final Bundle REGRESSION = regression();
  private static final Bundle BUNDLE =
      VerdictModels.together(Map.of(ALL, REGRESSION)).text("card", "-").build();
  private static final LearnedLabels MODEL =
      new LearnedLabels(VerdictModels.from(BUNDLE), new RuleLabels(0.02));

  /** A probe is what rules call one; everything else is benign. */
  private static Bundle regression() {
    var random = new Random(4);
    int probe = Evidence.NAMES.indexOf("rule-probe");
    int forest = Evidence.NAMES.indexOf("iforest-lately");
    double[][] rows = new double[600][Evidence.NAMES.size()];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = i % 2;
      rows[i][probe] = labels[i] == 1 ? 2 + 3 * random.nextDouble() : 2.5 * random.nextDouble();
      rows[i][forest] = labels[i] + random.nextGaussian();
    }
    return regression(rows, labels);
  }

  /** What the forest finds rare is a probe. */
  private static Bundle forestAlone() {
    int now = Evidence.NAMES.indexOf("iforest-now");
    double[][] rows = new double[100][Evidence.NAMES.size()];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = i % 2;
      rows[i][now] = 2.5 * labels[i];
    }
    return regression(rows, labels);
  }

  private static Bundle regression(double[][] rows, int[] labels) {
    return SoftmaxTrainer.train(
        rows, labels, Evidence.NAMES, List.of("benign", "probe"), "benign", 0.01);
  }

  private static Evidence evidence(AnomalyDetected... findings) {
    return new Evidence(
        Verdicts.strongestFirst(List.of(findings)), Evidence.Activity.NONE, new Votes());
  }

  private static double likely(LabelModel.Judgement judgement, AttackLabel label) {
    return judgement.probabilities().getOrDefault(label, Double.NaN);
  }

  private static AnomalyDetected scan(double score) {
    return Findings.of(7, "10.0.1.1", "vertical-scan", AttackLabel.PROBE, score);
  }

  @Test
  void probabilities_always_sumToOneOverAllLabels() {
    Map<AttackLabel, Double> likely = MODEL.judge(evidence(scan(0.9999)), ALL).probabilities();
    assertThat(likely).containsOnlyKeys(AttackLabel.values());
    assertThat(likely.values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void probabilities_strongerFinding_neverLowersThem() {
    double before = 0;
    for (double score : new double[] {0.95, 0.99, 0.999, 0.9999, 0.99999}) {
      double probe = likely(MODEL.judge(evidence(scan(score)), ALL), AttackLabel.PROBE);
      assertThat(probe).isGreaterThan(before);
      before = probe;
    }
    assertThat(before).isGreaterThan(0.9);
  }

  @Test
  void judge_findingsInAnyOrder_isTheSame() {
    List<AnomalyDetected> findings = new ArrayList<>(List.of(
        scan(0.9999),
        Findings.of(7, "10.0.1.1", "flood", AttackLabel.DOS, 0.97),
        LearnedFindings.of("iforest", 0.9995, "failed", 5_000),
        LearnedFindings.of("lstm", 0.995, "flows-out", 5_000)));
    LabelModel.Judgement expected =
        MODEL.judge(evidence(findings.toArray(AnomalyDetected[]::new)), ALL);
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(findings, new Random(seed));
      assertThat(MODEL.judge(evidence(findings.toArray(AnomalyDetected[]::new)), ALL))
          .isEqualTo(expected);
    }
  }

  @Test
  void attributions_sumToTheLogOddsAgainstBenign() {
    LabelModel.Judgement judgement = MODEL.judge(
        evidence(scan(0.99999), LearnedFindings.of("iforest", 0.9995, "failed", 5_000)), ALL);
    double odds =
        Math.log(likely(judgement, AttackLabel.PROBE) / likely(judgement, AttackLabel.BENIGN));
    assertThat(
            judgement.attributions().stream().mapToDouble(Reason::contribution).sum())
        .isCloseTo(odds, within(1e-6));
    assertThat(judgement.attributions().stream()
            .filter(it -> !it.feature().equals(LearnedLabels.BIAS))
            .findFirst()
            .orElseThrow()
            .feature())
        .isEqualTo("rule-probe");
  }

  @Test
  void judge_silentDetectors_haveNoSay() {
    Set<String> forest = Set.of("iforest");
    Bundle both = VerdictModels.together(Map.of(ALL, REGRESSION, forest, forestAlone()))
        .text("card", "-")
        .build();
    var model = new LearnedLabels(VerdictModels.from(both), new RuleLabels(0.02));
    Evidence found = evidence(LearnedFindings.of("iforest", 0.9995, "failed", 5_000));

    assertThat(model.judge(found, ALL)).isEqualTo(model.judge(found, forest));
    assertThat(likely(model.judge(found, ALL), AttackLabel.PROBE)).isGreaterThan(0.5);
    assertThat(likely(MODEL.judge(found, ALL), AttackLabel.PROBE)).isLessThan(0.5);
    assertThat(model.judge(evidence(scan(0.9999)), ALL))
        .isEqualTo(MODEL.judge(evidence(scan(0.9999)), ALL));
  }

  @Test
  void judge_detectorsNoModelWasTrainedFor_fallsBackToTheRules() {
    var rules = new RuleLabels(0.02);
    assertThat(MODEL.judge(evidence(scan(0.9999)), Set.of("physics")))
        .isEqualTo(rules.judge(evidence(scan(0.9999)), Set.of("physics")));
  }

  @Test
  void numbers_detectorThatTakesNoPart_isLeftOut() {
    Evidence evidence =
        evidence(scan(0.9999), LearnedFindings.of("iforest", 0.9995, "failed", 5_000));
    double[] rules = evidence.numbers(Set.of("physics"));
    double[] forest = evidence.numbers(Set.of("iforest"));
    assertThat(rules[Evidence.NAMES.indexOf("rule-probe")]).isCloseTo(4, within(1e-9));
    assertThat(rules[Evidence.NAMES.indexOf("iforest-now")]).isZero();
    assertThat(forest[Evidence.NAMES.indexOf("rule-probe")]).isZero();
    assertThat(forest[Evidence.NAMES.indexOf("iforest-now")]).isGreaterThan(3);
  }

  @Test
  void from_otherFeatures_isRefused() {
    Bundle other = BUNDLE.change().texts("features", List.of("a")).build();
    assertThatThrownBy(() -> VerdictModels.from(other))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("features [a]");
  }

  @Test
  void shipped_everySetOfDetectors_hasAModel() throws Exception {
    try (var in = LearnedLabelsTest.class.getResourceAsStream("/models/verdict.fedics")) {
      VerdictModels models = VerdictModels.from(Bundle.read(in.readAllBytes()));
      assertThat(models.bySubset().keySet())
          .contains(
              ALL, Set.of("physics"), Set.of("iforest"), Set.of("lstm"), Set.of("lstm", "physics"));
    }
  }
}
