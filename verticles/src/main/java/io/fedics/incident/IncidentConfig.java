package io.fedics.incident;

import io.fedics.shared.config.Settings;
import java.time.Duration;

/**
 * @param quietGap how long an incident must be quiet, event time, before the same starts a new one, unless its evidence
 *     reaches further back; at least {@code updateEvery}
 * @param updateEvery least event time between updates that only add counts; at least 1 s
 * @param victimGrowth an update is sent at once when the number of victims grew by this factor; above 1
 * @param mostOpen most incidents kept open per site; the quietest is closed first
 */
public record IncidentConfig(
    Duration quietGap, Duration updateEvery, double victimGrowth, int mostOpen) {

  public static final IncidentConfig DEFAULT =
      new IncidentConfig(Duration.ofMinutes(10), Duration.ofSeconds(30), 2, 1_024);

  public IncidentConfig {
    if (updateEvery.compareTo(Duration.ofSeconds(1)) < 0) {
      throw refuse("update-every", updateEvery, "1s or more");
    }
    if (quietGap.compareTo(updateEvery) < 0) {
      throw refuse("quiet-gap", quietGap, "incident.update-every or more");
    }
    if (!(victimGrowth > 1)) {
      throw refuse("victim-growth", victimGrowth, "above 1");
    }
    if (mostOpen < 1) {
      throw refuse("most-open", mostOpen, "1 or more");
    }
  }

  private static IllegalArgumentException refuse(String key, Object value, String expected) {
    return new IllegalArgumentException(
        "incident." + key + ": " + value + " (expected: " + expected + ")");
  }

  public static IncidentConfig from(Settings settings) {
    return new IncidentConfig(
        settings.duration("incident.quiet-gap", DEFAULT.quietGap),
        settings.duration("incident.update-every", DEFAULT.updateEvery),
        settings.number("incident.victim-growth", DEFAULT.victimGrowth),
        settings.count("incident.most-open", DEFAULT.mostOpen));
  }
}
