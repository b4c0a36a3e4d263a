package io.fedics.shared.event;

import java.util.Locale;

/** What a host did, or what was done to it. */
public enum AttackLabel {
  BENIGN,
  PROBE,
  DOS,
  BRUTE_FORCE,
  COMMAND_AND_CONTROL,
  EXFILTRATION,
  LATERAL_MOVEMENT,
  UNAUTHORISED_COMMAND,
  IMPOSSIBLE_TRAVEL,
  OTHER;

  /** As on the wire: {@code brute-force}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException when no label has this name
   */
  public static AttackLabel ofWireName(String name) {
    for (AttackLabel label : values()) {
      if (label.wireName().equals(name)) {
        return label;
      }
    }
    throw new IllegalArgumentException(
        "label: " + name + " (expected: a label such as probe or brute-force)");
  }
}
