package io.fedics.app;

import io.fedics.shared.config.Settings;
import java.util.Map;
import java.util.Set;

/** The configuration of everything: all records are read even when not all stages run here, so a typo is always seen. */
record Configs(BrokerConfig broker, DatabaseConfig database, LogConfig log) {

  /**
   * @throws io.fedics.shared.error.UsageException for a value out of range or an unknown key
   */
  static Configs from(Settings settings) {
    Configs configs = readAll(settings);
    settings.rejectUnread();
    return configs;
  }

  private static Configs readAll(Settings settings) {
    return new Configs(
        BrokerConfig.from(settings), DatabaseConfig.from(settings), LogConfig.from(settings));
  }

  /** Every setting with its default as text. */
  static Map<String, String> defaults() {
    var settings = new Settings(Map.of());
    readAll(settings);
    return settings.asked();
  }

  static Set<String> keys() {
    return defaults().keySet();
  }
}
