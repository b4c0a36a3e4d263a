package io.fedics.detect;

import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.physics.Beaconing;
import io.fedics.detect.domain.physics.BruteForce;
import io.fedics.detect.domain.physics.CountPrior;
import io.fedics.detect.domain.physics.Exfiltration;
import io.fedics.detect.domain.physics.Flood;
import io.fedics.detect.domain.physics.HorizontalScan;
import io.fedics.detect.domain.physics.LateralMovement;
import io.fedics.detect.domain.physics.PhysicsSettings;
import io.fedics.detect.domain.physics.PhysicsTravel;
import io.fedics.detect.domain.physics.ReservedPorts;
import io.fedics.detect.domain.physics.RogueMaster;
import io.fedics.detect.domain.physics.ServerAsClient;
import io.fedics.detect.domain.physics.SlowDos;
import io.fedics.detect.domain.physics.Surge;
import io.fedics.detect.domain.physics.VerticalScan;
import io.fedics.shared.config.Settings;
import java.time.Duration;

/**
 * The physics detector's settings from text: {@code detect.…}. The site's own ranges are those of {@code
 * aggregate.own-prefixes}, so that both mean the same hosts.
 */
public record PhysicsConfig(PhysicsSettings rules) {
  private static final PhysicsSettings DEFAULT = PhysicsSettings.DEFAULT;

  public static PhysicsConfig from(Settings settings) {
    return new PhysicsConfig(new PhysicsSettings(
        site(settings, DEFAULT.site()),
        settings.number("detect.written", DEFAULT.written()),
        settings.number("detect.drift", DEFAULT.drift()),
        settings.number("detect.hosts", DEFAULT.hosts()),
        verticalScan(settings, DEFAULT.verticalScan()),
        horizontalScan(settings, DEFAULT.horizontalScan()),
        bruteForce(settings, DEFAULT.bruteForce()),
        beaconing(settings, DEFAULT.beaconing()),
        exfiltration(settings, DEFAULT.exfiltration()),
        portRole(settings, DEFAULT.portRole()),
        rogueMaster(settings, DEFAULT.rogueMaster()),
        lateralMovement(settings, DEFAULT.lateralMovement()),
        flood(settings, DEFAULT.flood()),
        slowDos(settings, DEFAULT.slowDos()),
        surge(settings, DEFAULT.surge()),
        serverAsClient(settings, DEFAULT.serverAsClient()),
        travel(settings, DEFAULT.travel())));
  }

  private static SiteSettings site(Settings settings, SiteSettings fallback) {
    return new SiteSettings(
        settings.text("aggregate.own-prefixes", fallback.ownPrefixes()),
        settings.number("detect.threshold", fallback.threshold()),
        settings
            .duration("detect.learning", Duration.ofSeconds(fallback.learningSeconds()))
            .toSeconds(),
        settings.count("detect.own-hosts", fallback.ownHosts()),
        settings.count("detect.externals", fallback.externals()),
        settings.count("detect.flows-per-host", fallback.flowsPerHost()),
        settings.count("detect.sites", fallback.sites()));
  }

  private static VerticalScan.Limits verticalScan(Settings settings, VerticalScan.Limits fallback) {
    return new VerticalScan.Limits(
        prior(settings, "vertical-scan", fallback.ports()),
        settings.count("detect.vertical-scan-remembered", fallback.remembered()));
  }

  private static HorizontalScan.Limits horizontalScan(
      Settings settings, HorizontalScan.Limits fallback) {
    return new HorizontalScan.Limits(
        prior(settings, "horizontal-scan", fallback.peers()),
        settings.number("detect.horizontal-scan-answered-share", fallback.answeredShare()),
        settings.count("detect.horizontal-scan-remembered", fallback.remembered()));
  }

  private static BruteForce.Limits bruteForce(Settings settings, BruteForce.Limits fallback) {
    return new BruteForce.Limits(
        prior(settings, "brute-force", fallback.attempts()),
        settings.number("detect.brute-force-longest-seconds", fallback.longestSeconds()),
        settings.whole("detect.brute-force-most-bytes", fallback.mostBytes()),
        settings.count("detect.brute-force-services", fallback.services()));
  }

  private static Beaconing.Limits beaconing(Settings settings, Beaconing.Limits fallback) {
    return new Beaconing.Limits(
        settings.count("detect.beaconing-calls", fallback.calls()),
        settings.number("detect.beaconing-shortest-seconds", fallback.shortestSeconds()),
        settings.whole("detect.beaconing-most-bytes", fallback.mostBytes()),
        settings.number("detect.beaconing-watched-periods", fallback.watchedPeriods()),
        settings.count("detect.beaconing-services", fallback.services()));
  }

  private static Exfiltration.Limits exfiltration(Settings settings, Exfiltration.Limits fallback) {
    return new Exfiltration.Limits(
        settings.whole("detect.exfiltration-floor-bytes", fallback.floorBytes()),
        settings.number("detect.exfiltration-tail-index", fallback.tailIndex()),
        settings.number("detect.exfiltration-most-return-share", fallback.mostReturnShare()));
  }

  private static ReservedPorts.Limits portRole(Settings settings, ReservedPorts.Limits fallback) {
    return new ReservedPorts.Limits(
        settings.number("detect.port-role-chance", fallback.chance()),
        settings.count("detect.port-role-remembered", fallback.remembered()));
  }

  private static RogueMaster.Limits rogueMaster(Settings settings, RogueMaster.Limits fallback) {
    return new RogueMaster.Limits(
        settings.number("detect.rogue-master-stranger", fallback.stranger()),
        settings.number("detect.rogue-master-elsewhere", fallback.elsewhere()),
        settings.number("detect.rogue-master-reader", fallback.reader()),
        prior(settings, "rogue-master", fallback.writes()),
        settings.number("detect.rogue-master-looks", fallback.looks()),
        settings.count("detect.rogue-master-remembered", fallback.remembered()));
  }

  private static LateralMovement.Limits lateralMovement(
      Settings settings, LateralMovement.Limits fallback) {
    return new LateralMovement.Limits(
        prior(settings, "lateral-movement", fallback.peers()),
        settings.count("detect.lateral-movement-remembered", fallback.remembered()));
  }

  private static Flood.Limits flood(Settings settings, Flood.Limits fallback) {
    return new Flood.Limits(
        prior(settings, "flood", fallback.flows()),
        settings.number("detect.flood-swing", fallback.swing()),
        settings.number("detect.flood-flows-per-port", fallback.flowsPerPort()),
        settings.number("detect.flood-unanswered", fallback.unanswered()),
        settings.number("detect.flood-reflected-bytes", fallback.reflectedBytes()));
  }

  private static SlowDos.Limits slowDos(Settings settings, SlowDos.Limits fallback) {
    return new SlowDos.Limits(
        prior(settings, "slow-dos", fallback.flows()),
        settings.number("detect.slow-dos-swing", fallback.swing()),
        settings.number("detect.slow-dos-per-client", fallback.perClient()));
  }

  private static Surge.Limits surge(Settings settings, Surge.Limits fallback) {
    return new Surge.Limits(
        prior(settings, "surge", fallback.count()),
        settings.number("detect.surge-swing", fallback.swing()));
  }

  private static ServerAsClient.Limits serverAsClient(
      Settings settings, ServerAsClient.Limits fallback) {
    return new ServerAsClient.Limits(
        settings.number("detect.server-as-client-chance", fallback.chance()),
        settings.whole("detect.server-as-client-served-seconds", fallback.servedSeconds()),
        settings.number("detect.server-as-client-asked-share", fallback.askedShare()));
  }

  private static PhysicsTravel.Limits travel(Settings settings, PhysicsTravel.Limits fallback) {
    return new PhysicsTravel.Limits(
        settings.number("detect.travel-kilometres-per-hour", fallback.kilometresPerHour()),
        settings.number("detect.travel-least-kilometres", fallback.leastKilometres()),
        settings.whole("detect.travel-slack-seconds", fallback.slackSeconds()),
        settings.whole("detect.travel-horizon-seconds", fallback.horizonSeconds()),
        settings.count("detect.travel-sightings", fallback.sightings()),
        settings.count("detect.travel-subjects", fallback.subjects()));
  }

  private static CountPrior prior(Settings settings, String rule, CountPrior fallback) {
    return new CountPrior(
        settings.number("detect." + rule + "-burst", fallback.burst()),
        settings.number("detect." + rule + "-per-hour", fallback.perHour()),
        settings.number("detect." + rule + "-shape", fallback.shape()));
  }
}
