package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.SettingBounds;

/**
 * Settings of the learned detectors.
 *
 * @param written lowest score worth a record, in (0, 1)
 * @param enough known-normal scores of a site before its own calibration takes the shipped one's place; at least 100
 * @param findingsPerHost most findings written of one host and second, where they are written as they come also that many
 *     anomalies whose places others took, and that many flows rarer than all of these; at least 1
 * @param counterfactual whether anomalies say with which few changes they would have been none
 * @param routes whether judged flows are passed on to {@code normal_traffic} and {@code anomaly_alerts}
 */
public record LearnedSettings(
    double written, long enough, int findingsPerHost, boolean counterfactual, boolean routes) {
  public static final LearnedSettings DEFAULT = new LearnedSettings(0.99, 2_000, 4, false, false);

  /** The same, with counterfactuals. */
  public LearnedSettings withCounterfactual() {
    return new LearnedSettings(written, enough, findingsPerHost, true, routes);
  }

  /** The same, with flows passed on or not. */
  public LearnedSettings withRoutes(boolean on) {
    return new LearnedSettings(written, enough, findingsPerHost, counterfactual, on);
  }

  /** The same, without a bound on findings. */
  public LearnedSettings withEveryFinding() {
    return new LearnedSettings(written, enough, Integer.MAX_VALUE, counterfactual, routes);
  }

  public LearnedSettings {
    SettingBounds.requireShare("learned-written", written);
    SettingBounds.requireAtLeast("learned-enough", enough, 100);
    SettingBounds.requireAtLeast("learned-findings-per-host", findingsPerHost, 1);
  }
}
