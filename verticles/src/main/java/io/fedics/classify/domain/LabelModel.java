package io.fedics.classify.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import java.util.List;
import java.util.Map;

/** How findings about one host and second combine into labels. A learned combination stands behind the same method. */
public interface LabelModel {

  /**
   * @param findings in a fixed order, strongest first; not empty
   * @return a probability for every label, summing to 1
   */
  Map<AttackLabel, Double> probabilities(List<AnomalyDetected> findings);
}
