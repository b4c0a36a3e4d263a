package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.detect.domain.WellKnown;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.List;

/**
 * One host opens remote shells, desktops or file shares on several own hosts it never spoke to. Counts such peers over
 * 10 min and 1 h.
 *
 * <p>Score: negative binomial bound against {@link CountPrior} and the host's own rate of new administration peers.
 *
 * <p>Source: MITRE ATT&amp;CK for ICS, T0886 Remote Services, T0866; Ho et al. 2021, "Hopper: modeling and detecting
 * lateral movement" (new destinations from one login path).
 *
 * <p>Limits: silent while a site learns; one hop at a time an hour apart, or hops between hosts that always spoke, are
 * not seen.
 */
public final class LateralMovement implements FlowRule {
  static final String NAME = "lateral-movement";
  private static final String GROUP = "admin";

  /**
   * @param peers new administration peers
   * @param remembered peers kept per source, 16 or more
   */
  public record Limits(CountPrior peers, int remembered) {
    public static final Limits DEFAULT = new Limits(new CountPrior(0.006, 0.03, 2), 256);

    public Limits {
      SettingBounds.requireAtLeast("lateral-movement-remembered", remembered, 16);
    }
  }

  private final Limits limits;
  private final double hosts;

  LateralMovement(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    SourceFlow latest = null;
    for (SourceFlow flow : now.flows()) {
      if (session(flow) && now.own().contains(flow.peer()) && now.fresh(flow.peer())) {
        now.memory().adminPeers.add(GROUP, flow.peer(), now.second(), limits.remembered());
        latest = flow;
      }
    }
    Recent peers = now.memory().adminPeers.get(GROUP);
    if (latest == null || peers == null) {
      return;
    }
    CountTest test = CountTest.strongest(
        CountTest.LONG,
        horizon -> peers.since(horizon.from(now.second())),
        limits.peers(),
        now.memory().adminRate.perSecond(),
        hosts);
    SourceFlow newest = latest;
    findings.judged(test.score(), () -> finding(test, peers, newest));
  }

  private static boolean session(SourceFlow flow) {
    return WellKnown.admin(flow.dstPort(), flow.service())
        && !flow.silent()
        && !flow.multicast()
        && flow.bytesOut() != 0;
  }

  private static Finding finding(CountTest test, Recent peers, SourceFlow latest) {
    return new Finding(
        NAME,
        AttackLabel.LATERAL_MOVEMENT,
        HostRole.SOURCE,
        GROUP,
        test.score(),
        test.raw(),
        List.of(new Reason(
            "new-admin-peers-" + test.horizon().wireName(), test.seen(), test.expected(), 1)),
        peers.newest(Math.min(AnomalyDetected.MOST_PEERS, (int) test.seen())),
        (long) test.seen(),
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
