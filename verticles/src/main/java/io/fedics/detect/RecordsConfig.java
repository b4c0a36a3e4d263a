package io.fedics.detect;

import io.fedics.shared.config.Settings;

/**
 * @param routed whether verdicts of records with a table's own columns also go to the topic {@code predictions}
 */
public record RecordsConfig(boolean routed) {
  public static RecordsConfig from(Settings settings) {
    return new RecordsConfig(settings.flag("detect.route-verdicts", false));
  }
}
