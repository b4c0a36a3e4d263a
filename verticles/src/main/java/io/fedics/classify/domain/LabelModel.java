package io.fedics.classify.domain;

import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How evidence about one host and second combines into labels. */
public interface LabelModel {
  /**
   * @param detectors names of the detectors that took part
   */
  Judgement judge(Evidence evidence, Set<String> detectors);

  /**
   * What the evidence says.
   *
   * @param probabilities of every label, summing to 1
   * @param attributions why the likeliest label rather than another; empty when the model cannot say
   */
  record Judgement(Map<AttackLabel, Double> probabilities, List<Reason> attributions) {}
}
