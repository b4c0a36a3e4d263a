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
 * Port roles: two reserved ports (below 1024) talk to each other although no protocol does so by design. Counts the
 * different peers and ports within an hour.
 *
 * <p>Score: 1 − q^k for k new pairs, q {@code chance}: one is a curiosity, three are crafted traffic.
 *
 * <p>Source: RFC 6335 (system ports are for services; clients use the dynamic range).
 *
 * <p>Limits: old r-services and NFS clients use reserved source ports; silent while a site learns.
 */
public final class ReservedPorts implements FlowRule {
  static final String NAME = "port-role";
  private static final String GROUP = "reserved";

  /**
   * @param chance that a normal hour has one such pair more, in (0, 1)
   * @param remembered pairs kept per source, 8 or more
   */
  public record Limits(double chance, int remembered) {
    public static final Limits DEFAULT = new Limits(0.08, 64);

    public Limits {
      SettingBounds.requireShare("port-role-chance", chance);
      SettingBounds.requireAtLeast("port-role-remembered", remembered, 8);
    }
  }

  private final Limits limits;

  ReservedPorts(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    SourceFlow latest = null;
    for (SourceFlow flow : now.flows()) {
      if (crafted(flow) && now.fresh(flow.peer())) {
        String pair = flow.peer() + ' ' + flow.target();
        now.memory().reservedPairs.add(GROUP, pair, now.second(), limits.remembered());
        latest = flow;
      }
    }
    Recent pairs = now.memory().reservedPairs.get(GROUP);
    if (latest == null || pairs == null) {
      return;
    }
    int count = pairs.since(Horizon.HOUR.from(now.second()));
    double probability = Math.pow(limits.chance(), count);
    SourceFlow newest = latest;
    findings.judged(
        1 - probability, () -> finding(count, probability, pairs, newest, limits.chance()));
  }

  private static boolean crafted(SourceFlow flow) {
    return flow.reservedPorts()
        && !flow.multicast()
        && !WellKnown.symmetric(flow.srcPort())
        && !WellKnown.symmetric(flow.dstPort());
  }

  private static Finding finding(
      int count, double probability, Recent pairs, SourceFlow latest, double expected) {
    List<String> peers = pairs.newest(count).stream()
        .map(pair -> pair.substring(0, pair.indexOf(' ')))
        .distinct()
        .limit(AnomalyDetected.MOST_PEERS)
        .toList();
    return new Finding(
        NAME,
        AttackLabel.OTHER,
        HostRole.SOURCE,
        GROUP,
        1 - probability,
        Tail.raw(probability),
        List.of(new Reason("reserved-port-pairs-1h", count, expected, 1)),
        peers,
        peers.size(),
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
