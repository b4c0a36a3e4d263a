package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One port of many hosts: counts, over every horizon from a second to an hour, the peers that gave a source nothing on
 * one port (or to an echo request) and never answered it before. Own hosts that do answer, but were never spoken to
 * before this hour, count for a share: a sweep of a plant finds its controllers alive.
 *
 * <p>Score: as {@link VerticalScan}.
 *
 * <p>Source: as {@link VerticalScan}.
 *
 * <p>Limits: answered external peers are not counted (that is browsing); while a site learns, only silent peers are.
 */
public final class HorizontalScan implements FlowRule {
  static final String NAME = "horizontal-scan";

  /**
   * @param peers peers met on one port
   * @param answeredShare what a new own peer that answers counts, in [0, 1]; a silent one counts 1
   * @param remembered peers kept per source over all ports, 64 or more
   */
  public record Limits(CountPrior peers, double answeredShare, int remembered) {
    public static final Limits DEFAULT = new Limits(new CountPrior(0.5, 1.5, 2), 0.5, 2_048);

    public Limits {
      SettingBounds.requireShare("horizontal-scan-answered-share", answeredShare);
      SettingBounds.requireAtLeast("horizontal-scan-remembered", remembered, 64);
    }
  }

  private final Limits limits;
  private final double hosts;

  HorizontalScan(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    Map<String, SourceFlow> probed = new LinkedHashMap<>();
    for (SourceFlow flow : now.flows()) {
      if (!flow.multicast() && !flow.reply() && remember(now, flow)) {
        probed.put(flow.target(), flow);
      }
    }
    probed.forEach((target, flow) -> judge(now, target, flow, findings));
  }

  /** True when the flow speaks for a scan. */
  private boolean remember(SourceSecond now, SourceFlow flow) {
    SourceMemory memory = now.memory();
    if (flow.silent()) {
      if (now.answeredBefore(flow.peer())) {
        return false;
      }
      memory.silentPeers.add(flow.target(), flow.peer(), now.second(), limits.remembered());
      return true;
    }
    if (now.own().contains(flow.peer()) && now.fresh(flow.peer())) {
      memory.freshPeers.add(flow.target(), flow.peer(), now.second(), limits.remembered());
      return true;
    }
    return false;
  }

  private void judge(SourceSecond now, String target, SourceFlow latest, Findings findings) {
    SourceMemory memory = now.memory();
    Recent silent = memory.silentPeers.get(target);
    Recent fresh = memory.freshPeers.get(target);
    double rate = memory.silentPeerRate.perSecond()
        + limits.answeredShare() * memory.freshPeerRate.perSecond();
    CountTest test = CountTest.strongest(
        CountTest.ALL,
        horizon ->
            since(silent, horizon, now) + limits.answeredShare() * since(fresh, horizon, now),
        limits.peers(),
        rate,
        hosts);
    findings.judged(test.score(), () -> finding(test, silent, fresh, target, latest, now));
  }

  private static int since(@Nullable Recent recent, Horizon horizon, SourceSecond now) {
    return recent == null ? 0 : recent.since(horizon.from(now.second()));
  }

  private static Finding finding(
      CountTest test,
      @Nullable Recent silent,
      @Nullable Recent fresh,
      String target,
      SourceFlow latest,
      SourceSecond now) {
    Set<String> peers = new LinkedHashSet<>();
    int quiet = since(silent, test.horizon(), now);
    int answered = since(fresh, test.horizon(), now);
    if (silent != null) {
      peers.addAll(silent.newest(Math.min(quiet, AnomalyDetected.MOST_PEERS)));
    }
    if (fresh != null) {
      peers.addAll(fresh.newest(Math.min(answered, AnomalyDetected.MOST_PEERS)));
    }
    return new Finding(
        NAME,
        AttackLabel.PROBE,
        HostRole.SOURCE,
        target,
        test.score(),
        test.raw(),
        List.of(new Reason(
            "distinct-peers-" + test.horizon().wireName(), quiet + answered, test.expected(), 1)),
        peers.stream().limit(AnomalyDetected.MOST_PEERS).toList(),
        Math.max(peers.size(), quiet + answered),
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
