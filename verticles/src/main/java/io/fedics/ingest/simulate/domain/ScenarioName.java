package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.AttackLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may happen in a simulation. {@code docs/scenarios.md} describes each with its ranges. */
public enum ScenarioName {
  /** Nothing but daily work. */
  BENIGN(AttackLabel.BENIGN),
  /** Every attack in turn, again and again. */
  TOUR(AttackLabel.OTHER),
  VERTICAL_SCAN(AttackLabel.PROBE),
  HORIZONTAL_SCAN(AttackLabel.PROBE),
  SLOW_SCAN(AttackLabel.PROBE),
  SYN_FLOOD(AttackLabel.DOS),
  DISTRIBUTED_FLOOD(AttackLabel.DOS),
  SLOW_DOS(AttackLabel.DOS),
  BRUTE_FORCE(AttackLabel.BRUTE_FORCE),
  BEACONING(AttackLabel.COMMAND_AND_CONTROL),
  EXFILTRATION(AttackLabel.EXFILTRATION),
  LATERAL_MOVEMENT(AttackLabel.LATERAL_MOVEMENT),
  ROGUE_MASTER(AttackLabel.UNAUTHORISED_COMMAND),
  IMPOSSIBLE_TRAVEL(AttackLabel.IMPOSSIBLE_TRAVEL);

  private static final List<ScenarioName> ATTACKS =
      Arrays.stream(values()).filter(s -> s != BENIGN && s != TOUR).toList();

  private final AttackLabel label;

  ScenarioName(AttackLabel label) {
    this.label = label;
  }

  /** What a verdict about it should say; {@link AttackLabel#OTHER} of the tour means "see each attack". */
  public AttackLabel label() {
    return label;
  }

  /** As on the command line: {@code vertical-scan}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All that are one attack, in the order of the tour. */
  public static List<ScenarioName> attacks() {
    return ATTACKS;
  }

  /**
   * @throws IllegalArgumentException naming all scenarios, when none has this name
   */
  public static ScenarioName ofWireName(String name) {
    for (ScenarioName scenario : values()) {
      if (scenario.wireName().equals(name)) {
        return scenario;
      }
    }
    String known =
        Arrays.stream(values()).map(ScenarioName::wireName).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("scenario: " + name + " (expected: one of " + known + ")");
  }
}
