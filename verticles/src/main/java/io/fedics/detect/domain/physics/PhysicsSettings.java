package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SiteSettings;

/**
 * Settings of all rules.
 *
 * @param site what all detectors share
 * @param written lowest score worth a record, in (0, threshold]
 * @param drift how much of itself a baseline may grow a day after learning; at least 0
 * @param hosts how many hosts a score is corrected for: a thousandth of a false anomaly a day over so many; at least 1
 */
public record PhysicsSettings(
    SiteSettings site,
    double written,
    double drift,
    double hosts,
    VerticalScan.Limits verticalScan,
    HorizontalScan.Limits horizontalScan,
    BruteForce.Limits bruteForce,
    Beaconing.Limits beaconing,
    Exfiltration.Limits exfiltration,
    ReservedPorts.Limits portRole,
    RogueMaster.Limits rogueMaster,
    LateralMovement.Limits lateralMovement,
    Flood.Limits flood,
    SlowDos.Limits slowDos,
    Surge.Limits surge,
    ServerAsClient.Limits serverAsClient,
    PhysicsTravel.Limits travel) {

  public static final PhysicsSettings DEFAULT = new PhysicsSettings(
      SiteSettings.DEFAULT,
      0.95,
      0.5,
      100,
      VerticalScan.Limits.DEFAULT,
      HorizontalScan.Limits.DEFAULT,
      BruteForce.Limits.DEFAULT,
      Beaconing.Limits.DEFAULT,
      Exfiltration.Limits.DEFAULT,
      ReservedPorts.Limits.DEFAULT,
      RogueMaster.Limits.DEFAULT,
      LateralMovement.Limits.DEFAULT,
      Flood.Limits.DEFAULT,
      SlowDos.Limits.DEFAULT,
      Surge.Limits.DEFAULT,
      ServerAsClient.Limits.DEFAULT,
      PhysicsTravel.Limits.DEFAULT);

  public PhysicsSettings {
    SettingBounds.requireShare("written", written);
    if (written > site.threshold()) {
      throw new IllegalArgumentException("detect.written: " + written
          + " (expected: at most detect.threshold, " + site.threshold() + ")");
    }
    if (!(drift >= 0 && drift < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("detect.drift: " + drift + " (expected: 0 or more)");
    }
    SettingBounds.requireAbove("hosts", hosts, 0.999);
  }
}
