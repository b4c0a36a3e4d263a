package io.fedics.predict.domain;

import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.AttackLabel;

/**
 * How much a verdict matters, in [0, 1]. A documented baseline, no model: with {@code x} = weight of the label ·
 * probability of the label,
 *
 * <pre>severity = 1 − (1 − x)(1 − asset·x)(1 − spread·x)(1 − lasting·x)</pre>
 *
 * so an unlikely verdict stays low whatever it touches, and each circumstance takes away a share of what is missing to 1.
 *
 * <ul>
 *   <li>asset: 0.3 when a victim is a controller, 0.15 when it is a data server, database or directory, else 0.
 *   <li>spread: 0.06 · log2(victims), at most 0.3.
 *   <li>lasting: 0.05 · log2(1 + seconds the host has had this label), at most 0.3.
 * </ul>
 *
 * <p>A verdict that no rule supports counts a quarter in {@code x}.
 *
 * <p>Weights of labels follow how far along an attack is and what it can do to the process (ATT&CK for ICS tactics from
 * discovery to impact); they are choices, not measurements.
 */
final class Severity {
  /**
   * What learned detectors say alone: that something is rare here, which is not yet that it does harm. So small that such a
   * verdict stays below medium until a rule agrees.
   */
  private static final double UNRULED = 0.25;

  private static final double LOG_2 = StrictMath.log(2);

  private Severity() {}

  /**
   * @param probability of the label, in [0, 1]
   * @param ruled whether a rule speaks for the label too
   * @param victims at least 0
   * @param lastingSeconds host-seconds with this label so far, at least 0
   */
  static double of(
      AttackLabel label,
      double probability,
      boolean ruled,
      AssetRole mostImportant,
      long victims,
      long lastingSeconds) {
    double x = weight(label) * probability * (ruled ? 1 : UNRULED);
    double spread = Math.min(0.3, 0.06 * log2((double) Math.max(1, victims)));
    double lasting = Math.min(0.3, 0.05 * log2(1 + (double) lastingSeconds));
    return 1 - (1 - x) * (1 - asset(mostImportant) * x) * (1 - spread * x) * (1 - lasting * x);
  }

  private static double weight(AttackLabel label) {
    return switch (label) {
      case BENIGN -> 0.05;
      case OTHER -> 0.25;
      case PROBE -> 0.5;
      case IMPOSSIBLE_TRAVEL, DOS, BRUTE_FORCE -> 0.6;
      case COMMAND_AND_CONTROL -> 0.65;
      case LATERAL_MOVEMENT, EXFILTRATION -> 0.7;
      case UNAUTHORISED_COMMAND -> 0.85;
    };
  }

  private static double asset(AssetRole role) {
    return switch (role) {
      case CONTROLLER -> 0.3;
      case DATA_SERVER, DATABASE, DIRECTORY -> 0.15;
      case WORKSTATION, UNKNOWN -> 0;
    };
  }

  private static double log2(double value) {
    return StrictMath.log(value) / LOG_2;
  }
}
