package io.fedics.app.config;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.List;
import java.util.Locale;

/**
 * What is said on standard error.
 *
 * @param level lowest level of fedics' own messages; libraries speak from WARN up
 * @param format {@code text}, or {@code json}: one object a line
 */
record LogConfig(String level, String format) {
  static final String JSON = "json";
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  private static final List<String> FORMATS = List.of("text", JSON);

  LogConfig {
    if (!LEVELS.contains(level)) {
      throw new UsageException("log.level: " + level + " (expected: one of " + LEVELS + ")");
    }
    if (!FORMATS.contains(format)) {
      throw new UsageException("log.format: " + format + " (expected: one of " + FORMATS + ")");
    }
  }

  static LogConfig from(Settings settings) {
    return new LogConfig(
        settings.text("log.level", "INFO").toUpperCase(Locale.ROOT),
        settings.text("log.format", "text").toLowerCase(Locale.ROOT));
  }
}
