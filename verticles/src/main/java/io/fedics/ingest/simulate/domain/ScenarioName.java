package io.fedics.ingest.simulate.domain;

import io.fedics.shared.config.Words;
import io.fedics.shared.event.AttackLabel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What may happen in a simulation. {@code docs/scenarios.md} describes each with its ranges. */
public enum ScenarioName {
  BENIGN(AttackLabel.BENIGN, "daily work only"),
  TOUR(AttackLabel.OTHER, "every attack in turn, the first after 20 s, again and again"),
  VERTICAL_SCAN(AttackLabel.PROBE, "one source tries many ports of one host"),
  HORIZONTAL_SCAN(AttackLabel.PROBE, "one source tries one port of many addresses"),
  SLOW_SCAN(AttackLabel.PROBE, "either of them at one try a second or slower"),
  SYN_FLOOD(AttackLabel.DOS, "half-open connections from one source"),
  DISTRIBUTED_FLOOD(AttackLabel.DOS, "half-open connections or UDP from many spoofed sources"),
  SLOW_DOS(AttackLabel.DOS, "many connections that say next to nothing and are held"),
  BRUTE_FORCE(AttackLabel.BRUTE_FORCE, "short failed logins one after the other"),
  BEACONING(AttackLabel.COMMAND_AND_CONTROL, "small regular callbacks to a new external host"),
  EXFILTRATION(AttackLabel.EXFILTRATION, "far more out than usual, to a new external host"),
  LATERAL_MOVEMENT(AttackLabel.LATERAL_MOVEMENT, "logins into hosts the source never spoke to"),
  ROGUE_MASTER(AttackLabel.UNAUTHORISED_COMMAND, "a host that never wrote registers does"),
  IMPOSSIBLE_TRAVEL(AttackLabel.IMPOSSIBLE_TRAVEL, "one account at two sites within minutes"),
  CHANGED_POLLING(AttackLabel.PROBE, "a panel reads its controller otherwise than ever before");

  private static final List<ScenarioName> ATTACKS = Arrays.stream(values())
      .filter(s -> s != BENIGN && s != TOUR && s != CHANGED_POLLING)
      .toList();

  private final AttackLabel label;
  private final String summary;

  ScenarioName(AttackLabel label, String summary) {
    this.label = label;
    this.summary = summary;
  }

  /** What happens, in a few words. */
  public String summary() {
    return summary;
  }

  /** What a verdict about it should say; {@link AttackLabel#OTHER} of the tour means "see each attack". */
  public AttackLabel label() {
    return label;
  }

  /** As on the command line: {@code vertical-scan}. */
  public String wireName() {
    return Words.of(this);
  }

  /** True of what is one attack, in the tour or not. */
  public boolean isAttack() {
    return this != BENIGN && this != TOUR;
  }

  /** Attacks of the tour, in its order: all but those that no rule can see. */
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
