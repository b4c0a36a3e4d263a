package io.fedics.detect.domain;

import io.fedics.shared.address.Prefixes;

/**
 * What all detectors share: whose hosts a site's are, what an anomaly is, and how much is remembered.
 *
 * @param ownPrefixes the site's own address ranges, comma-separated
 * @param threshold lowest score of an anomaly, in (0, 1)
 * @param learningSeconds first seconds of a site in which new is not strange; at least 1
 * @param ownHosts own hosts remembered per site; at least 64, cut by bucket
 * @param externals other hosts remembered per site; at least 64, cut by bucket
 * @param flowsPerHost flows of one host judged in one second; the later ones are not; at least 64
 * @param sites sites remembered per partition; the longest silent one goes first; at least 1
 */
public record SiteSettings(
    String ownPrefixes,
    double threshold,
    long learningSeconds,
    int ownHosts,
    int externals,
    int flowsPerHost,
    int sites) {
  public static final SiteSettings DEFAULT =
      new SiteSettings(Prefixes.PRIVATE, 0.999, 300, 16_384, 16_384, 4_096, 64);

  public SiteSettings {
    Prefixes.of(ownPrefixes);
    SettingBounds.requireShare("threshold", threshold);
    SettingBounds.requireAtLeast("learning", learningSeconds, 1);
    SettingBounds.requireAtLeast("own-hosts", ownHosts, 64);
    SettingBounds.requireAtLeast("externals", externals, 64);
    SettingBounds.requireAtLeast("flows-per-host", flowsPerHost, 64);
    SettingBounds.requireAtLeast("sites", sites, 1);
  }
}
