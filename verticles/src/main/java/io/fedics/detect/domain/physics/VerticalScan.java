package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many ports of one host: counts the different destination ports of one peer that gave a source nothing, over every
 * horizon from a second to an hour.
 *
 * <p>Score: negative binomial bound of the count against {@link CountPrior} and the host's own rate of such ports, see
 * {@link CountTest}. About 16 ports in a minute or 20 in an hour suffice for a host without a past.
 *
 * <p>Source: Jung, Paxson, Berger, Balakrishnan 2004, "Fast portscan detection using sequential hypothesis testing"
 * (failed first contacts tell scanners from users); Staniford, Hoagland, McAlerney 2002 (slow scans need long
 * horizons).
 *
 * <p>Limits: ports that answer with data are not counted; slower than about 20 ports an hour is not seen; datagrams
 * back from a service are taken for replies, so a scan from port 53 over UDP is not seen.
 */
public final class VerticalScan implements FlowRule {
  static final String NAME = "vertical-scan";

  /**
   * @param ports unanswered ports of one peer
   * @param remembered ports kept per source over all peers, 64 or more
   */
  public record Limits(CountPrior ports, int remembered) {
    public static final Limits DEFAULT = new Limits(new CountPrior(0.5, 0.5, 2), 2_048);

    public Limits {
      SettingBounds.requireAtLeast("vertical-scan-remembered", remembered, 64);
    }
  }

  private final Limits limits;
  private final double hosts;

  VerticalScan(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    Map<String, SourceFlow> probed = new LinkedHashMap<>();
    for (SourceFlow flow : now.flows()) {
      if (flow.dstPort() > 0 && flow.silent() && !flow.reply() && !flow.multicast()) {
        now.memory().silentPorts.add(flow.peer(), flow.target(), now.second(), limits.remembered());
        probed.put(flow.peer(), flow);
      }
    }
    probed.forEach((peer, flow) -> judge(now, peer, flow, findings));
  }

  private void judge(SourceSecond now, String peer, SourceFlow latest, Findings findings) {
    Recent ports = now.memory().silentPorts.get(peer);
    if (ports == null) {
      return;
    }
    CountTest test = CountTest.strongest(
        CountTest.ALL,
        horizon -> ports.since(horizon.from(now.second())),
        limits.ports(),
        now.memory().silentPortRate.perSecond(),
        hosts);
    findings.judged(test.score(), () -> finding(test, peer, latest));
  }

  private static Finding finding(CountTest test, String peer, SourceFlow latest) {
    return new Finding(
        NAME,
        AttackLabel.PROBE,
        HostRole.SOURCE,
        peer,
        test.score(),
        test.raw(),
        List.of(new Reason(
            "distinct-ports-" + test.horizon().wireName(), test.seen(), test.expected(), 1)),
        List.of(peer),
        1,
        null,
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
