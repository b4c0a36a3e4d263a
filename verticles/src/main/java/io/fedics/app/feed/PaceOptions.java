package io.fedics.app.feed;

import io.fedics.app.cli.OptionVariable;
import io.fedics.ingest.Pace;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast {@code replay} publishes. */
public final class PaceOptions {
  @Option(
      names = "--speed",
      paramLabel = "N|max",
      description = "N times as fast as it happened, or as fast as it goes (default: max).")
  private @Nullable String speed;

  @Option(
      names = "--delay",
      paramLabel = "MS",
      description =
          "A fixed pause after each flow (default: $$SIMULATION_DELAY, unless --speed is given).")
  private String delay = "";

  public Pace pace(Map<String, String> environment) {
    if (!delay.isEmpty() && speed != null) {
      throw new UsageException("--delay: " + delay + " (expected: this or --speed, not both)");
    }
    if (!delay.isEmpty()) {
      return every("--delay", delay);
    }
    if (speed != null) {
      return atSpeed(speed);
    }
    Optional<String> usual = OptionVariable.SIMULATION_DELAY.in(environment);
    return usual.isEmpty() ? new Pace.Max() : every("SIMULATION_DELAY", usual.get());
  }

  private static Pace every(String name, String text) {
    String duration = text.matches("[0-9]+") ? text + "ms" : text;
    return new Pace.Every(new Settings(Map.of(name, duration)).duration(name, Duration.ZERO));
  }

  private static Pace atSpeed(String text) {
    if (text.equals("max")) {
      return new Pace.Max();
    }
    try {
      double factor = Double.parseDouble(text);
      if (factor > 0 && factor < Double.POSITIVE_INFINITY) {
        return new Pace.OwnTime(factor);
      }
    } catch (NumberFormatException e) {
      throw new UsageException(refused(text), e);
    }
    throw new UsageException(refused(text));
  }

  private static String refused(String speed) {
    return "--speed: " + speed + " (expected: a number above 0, or max)";
  }
}
