package io.fedics.detect;

import io.fedics.detect.domain.learned.LearnedSettings;
import io.fedics.shared.config.Settings;

/** The learned detectors' settings from text: {@code detect.learned-…}; what all detectors share is in the other. */
public record LearnedConfig(LearnedSettings settings) {
  private static final LearnedSettings DEFAULT = LearnedSettings.DEFAULT;

  public static LearnedConfig from(Settings settings) {
    return new LearnedConfig(new LearnedSettings(
        settings.number("detect.learned-written", DEFAULT.written()),
        settings.whole("detect.learned-enough", DEFAULT.enough()),
        settings.count("detect.learned-findings-per-host", DEFAULT.findingsPerHost()),
        settings.flag("detect.counterfactual", DEFAULT.counterfactual()),
        settings.flag("detect.route-verdicts", DEFAULT.routes())));
  }
}
