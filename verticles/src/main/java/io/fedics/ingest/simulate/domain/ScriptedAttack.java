package io.fedics.ingest.simulate.domain;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An attack that begins at a given moment.
 *
 * @param scenario neither {@code benign} nor {@code tour}
 * @param start after the simulation's start; not negative
 * @param duration how long it goes on; drawn with the rest when empty
 * @param parameters by name, those of {@code docs/scenarios.md}; what is not given is drawn by the seed
 */
public record ScriptedAttack(
    ScenarioName scenario,
    Duration start,
    Optional<Duration> duration,
    Map<String, String> parameters) {

  public ScriptedAttack {
    if (!scenario.isAttack()) {
      throw new IllegalArgumentException(
          "scenario: " + scenario.wireName() + " (expected: one attack, such as vertical-scan)");
    }
    if (start.isNegative()) {
      throw new IllegalArgumentException("start: " + start + " (expected: 0 or later)");
    }
    if (duration.isPresent() && !duration.get().isPositive()) {
      throw new IllegalArgumentException("duration: " + duration.get() + " (expected: above 0)");
    }
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters)); // in a fixed order
  }

  /** All parameters drawn by the seed. */
  public static ScriptedAttack of(ScenarioName scenario, Duration start) {
    return new ScriptedAttack(scenario, start, Optional.empty(), Map.of());
  }
}
