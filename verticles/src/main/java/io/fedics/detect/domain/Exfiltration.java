package io.fedics.detect.domain;

import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Volume out: bytes an own host sends to externals within 1 min, 10 min and 1 h, against the most it normally sends.
 *
 * <p>Score: Pareto tail above the larger of the host's own highest normal sum and a floor (peaks over a threshold), and,
 * for what goes to a peer the host never spoke to before today, times the chance of meeting a new one.
 *
 * <p>Source: Pickands 1975 (tail above a threshold); Marchetti et al. 2016, "Analysis of high volumes of network traffic
 * for advanced persistent threat detection" (uploads against the host's own past).
 *
 * <p>Limits: slow leaks below the host's own peak are not seen; a first off-site backup after learning looks the same;
 * a long transfer counts when it ends.
 */
public final class Exfiltration implements FlowRule {
  static final String NAME = "exfiltration";

  private static final List<Horizon> HORIZONS =
      List.of(Horizon.MINUTE, Horizon.TEN_MINUTES, Horizon.HOUR);

  /**
   * @param floorBytes what any host may send within an hour; a sixth of it within ten minutes or less; at least 1
   * @param tailIndex of the Pareto tail, above 0
   * @param mostReturnShare a peer that sends back more than this share is being talked to, above 0
   */
  public record Limits(long floorBytes, double tailIndex, double mostReturnShare) {
    public static final Limits DEFAULT = new Limits(6_000_000, 4, 0.5);

    public Limits {
      PhysicsSettings.requireAtLeast("exfiltration-floor-bytes", floorBytes, 1);
      PhysicsSettings.requireAbove("exfiltration-tail-index", tailIndex, 0);
      PhysicsSettings.requireAbove("exfiltration-most-return-share", mostReturnShare, 0);
    }

    double floor(Horizon horizon) {
      return horizon == Horizon.HOUR ? floorBytes : floorBytes / 6.0;
    }
  }

  private record Volume(
      Horizon horizon, double bytes, double usual, double probability, double score) {}

  private final Limits limits;
  private final double hosts;

  Exfiltration(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(SourceSecond now, Findings findings) {
    if (!now.own().contains(now.host())) {
      return;
    }
    Set<String> peers = new LinkedHashSet<>();
    SourceFlow latest = null;
    for (SourceFlow flow : now.flows()) {
      if (flow.bytesOut() > 0 && now.external(flow) && oneWay(flow)) {
        outflow(now.memory()).add(flow.peer(), now.second(), flow.bytesOut());
        peers.add(flow.peer());
        latest = flow;
      }
    }
    if (latest != null) {
      judge(now, latest, peers, findings);
    }
  }

  private static Outflow outflow(SourceMemory memory) {
    Outflow outflow = memory.outflow;
    if (outflow == null) {
      outflow = new Outflow();
      memory.outflow = outflow;
    }
    return outflow;
  }

  private boolean oneWay(SourceFlow flow) {
    return flow.bytesIn() <= limits.mostReturnShare() * flow.bytesOut();
  }

  private void judge(SourceSecond now, SourceFlow latest, Set<String> peers, Findings findings) {
    Outflow outflow = outflow(now.memory());
    boolean toNew =
        now.siteLearned() && peers.stream().anyMatch(peer -> now.newSince(peer, 86_400));
    double novelty = toNew ? now.memory().externalNovelty() : 1;
    Volume strangest = new Volume(Horizon.MINUTE, 0, 0, 1, 0);
    for (Horizon horizon : HORIZONS) {
      double bytes = outflow.sent.over(horizon, now.second());
      double usual = Math.max(outflow.peak(horizon), limits.floor(horizon));
      double probability = Tail.pareto(bytes, usual, limits.tailIndex()) * novelty;
      double score = bytes > usual ? Tail.score(probability, horizon.tests(hosts)) : 0;
      if (score > strangest.score || strangest.bytes == 0) {
        strangest = new Volume(horizon, bytes, usual, probability, score);
      }
    }
    Volume volume = strangest;
    findings.judged(volume.score, () -> finding(volume, novelty, outflow, latest));
  }

  private static Finding finding(
      Volume volume, double novelty, Outflow outflow, SourceFlow latest) {
    double raw = Tail.raw(volume.probability);
    double newShare = raw > 0 ? Math.min(1, Tail.raw(novelty) / raw) : 0;
    List<String> heaviest = outflow.heaviest(4);
    double floor = heaviest.isEmpty() ? 0 : 0.1 * outflow.to(heaviest.getFirst());
    List<String> peers =
        heaviest.stream().filter(peer -> outflow.to(peer) >= floor).toList();
    return new Finding(
        NAME,
        AttackLabel.EXFILTRATION,
        HostRole.SOURCE,
        "out",
        volume.score,
        raw,
        List.of(
            new Reason(
                "bytes-out-" + volume.horizon.wireName(), volume.bytes, volume.usual, 1 - newShare),
            new Reason("new-external-peers-1h", 1, novelty, newShare)),
        peers,
        peers.size(),
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
