package io.fedics.app;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.List;
import java.util.Locale;

/**
 * What is said on standard error.
 *
 * @param level lowest level of fedics' own messages; libraries speak from WARN up
 */
record LogConfig(String level) {
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  LogConfig {
    if (!LEVELS.contains(level)) {
      throw new UsageException("log.level: " + level + " (expected: one of " + LEVELS + ")");
    }
  }

  static LogConfig from(Settings settings) {
    return new LogConfig(settings.text("log.level", "INFO").toUpperCase(Locale.ROOT));
  }
}
