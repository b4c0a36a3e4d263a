package io.fedics.classify.domain;

import io.fedics.fl.model.Attribution;
import io.fedics.fl.model.SoftmaxRegression;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Labels by a multinomial logistic regression over {@link Evidence}, one for each set of detectors: what is not there was
 * not there in training either. The order of findings does not matter, and the attributions are exact: they sum to the
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
    SoftmaxRegression model = bySubset.get(detectors);
    if (model == null) {
      return otherwise.judge(evidence, detectors);
    }
    double[] row = evidence.numbers(detectors);
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
