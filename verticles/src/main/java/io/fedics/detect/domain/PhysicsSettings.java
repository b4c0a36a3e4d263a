package io.fedics.detect.domain;

import io.fedics.shared.address.Prefixes;

/**
 * Settings of all rules.
 *
 * @param ownPrefixes the site's own address ranges, comma-separated
 * @param threshold lowest score of an anomaly, in (0, 1)
 * @param written lowest score worth a record, in (0, threshold]
 * @param learningSeconds first seconds of a site in which new is not strange; at least 1
 * @param drift how much of itself a baseline may grow a day after learning; at least 0
 * @param hosts how many hosts a score is corrected for: a thousandth of a false anomaly a day over so many; at least 1
 * @param ownHosts own hosts remembered per site; at least 64, cut by bucket
 * @param externals other hosts remembered per site; at least 64, cut by bucket
 * @param flowsPerHost flows of one host judged in one second; the later ones are not; at least 64
 * @param sites sites remembered per partition; the longest silent one goes first; at least 1
 */
public record PhysicsSettings(
    String ownPrefixes,
    double threshold,
    double written,
    long learningSeconds,
    double drift,
    double hosts,
    int ownHosts,
    int externals,
    int flowsPerHost,
    int sites,
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
      Prefixes.PRIVATE,
      0.999,
      0.95,
      300,
      0.5,
      100,
      16_384,
      16_384,
      4_096,
      64,
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
    Prefixes.of(ownPrefixes);
    requireShare("threshold", threshold);
    requireShare("written", written);
    if (written > threshold) {
      throw new IllegalArgumentException("detect.written: " + written
          + " (expected: at most detect.threshold, " + threshold + ")");
    }
    requireAtLeast("learning", learningSeconds, 1);
    if (!(drift >= 0 && drift < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("detect.drift: " + drift + " (expected: 0 or more)");
    }
    requireAbove("hosts", hosts, 0.999);
    requireAtLeast("own-hosts", ownHosts, 64);
    requireAtLeast("externals", externals, 64);
    requireAtLeast("flows-per-host", flowsPerHost, 64);
    requireAtLeast("sites", sites, 1);
  }

  static void requireAtLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "detect." + name + ": " + value + " (expected: " + least + " or more)");
    }
  }

  static void requireAbove(String name, double value, double bound) {
    if (!(value > bound && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "detect." + name + ": " + value + " (expected: above " + bound + ")");
    }
  }

  static void requireShare(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(
          "detect." + name + ": " + value + " (expected: between 0 and 1)");
    }
  }
}
