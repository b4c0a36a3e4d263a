package io.fedics.classify.domain;

import io.fedics.fl.model.score.Attribution;
import io.fedics.fl.model.score.SoftmaxRegression;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Labels by a multinomial logistic regression over {@link Evidence}, one for each set of detectors. That of
 * the detectors that found something judges: who is silent has no say, else no attack that only one can see would be
 * believed. The order of findings does not matter, and the attributions are exact: they sum to the
 * log-odds of the label against benign (of benign against the next likely label). Immutable.
 */
public final class LearnedLabels implements LabelModel {
  /** Name of the part of an attribution that no number explains. */
  public static final String BIAS = "bias";

  private final Map<Set<String>, SoftmaxRegression> bySubset;
  private final LabelModel otherwise;

  /**
   * @param otherwise judges sets of detectors that no model was trained for
   */
  public LearnedLabels(VerdictModels models, LabelModel otherwise) {
    this.bySubset = models.bySubset();
    this.otherwise = otherwise;
  }

  @Override
  public Judgement judge(Evidence evidence, Set<String> detectors) {
    Set<String> speaking = speaking(evidence, detectors);
    Set<String> judging = bySubset.containsKey(speaking) ? speaking : detectors;
    SoftmaxRegression model = bySubset.get(judging);
    if (model == null) {
      return otherwise.judge(evidence, detectors);
    }
    double[] row = evidence.numbers(judging);
    double[] likely = model.probabilities(row);
    Map<AttackLabel, Double> probabilities = new EnumMap<>(AttackLabel.class);
    for (AttackLabel label : AttackLabel.values()) {
      probabilities.put(label, 0.0);
    }
    for (int i = 0; i < likely.length; i++) {
      probabilities.put(AttackLabel.ofWireName(model.labels().get(i)), likely[i]);
    }
    String label = Likeliest.of(probabilities).wireName();
    return new Judgement(probabilities, attributions(model.attributions(row, label)));
  }

  /** Those that found something now. */
  private static Set<String> speaking(Evidence evidence, Set<String> detectors) {
    return evidence.findings().stream()
        .map(AnomalyDetected::detector)
        .filter(detectors::contains)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** All of them: they are exact only together. The largest amount first. */
  private static List<Reason> attributions(Attribution attribution) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(BIAS, 0, 0, attribution.bias()));
    for (Attribution.Term term : attribution.features()) {
      reasons.add(new Reason(term.feature(), term.value(), 0, term.contribution()));
    }
    reasons.sort(Comparator.comparingDouble((Reason it) -> Math.abs(it.contribution()))
        .reversed()
        .thenComparing(Reason::feature));
    return Collections.unmodifiableList(reasons);
  }
}
