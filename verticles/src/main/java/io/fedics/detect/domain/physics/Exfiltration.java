package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import java.util.List;

/**
 * Volume out: bytes an own host sends to externals within 1 min, 10 min and 1 h, all of them, and those to peers first
 * spoken to today although the host had been watched for an hour, each against the most it normally sends.
 *
 * <p>Score: Pareto tail above the larger of the host's own highest normal sum and a floor (peaks over a threshold); for
 * new peers times the chance of meeting one in an hour.
 *
 * <p>Source: Pickands 1975 (tail above a threshold); Marchetti et al. 2016, "Analysis of high volumes of network traffic
 * for advanced persistent threat detection" (uploads against the host's own past).
 *
 * <p>Limits: slow leaks below the host's own peak are not seen; a first off-site backup to a new server looks the same; a
 * long transfer counts when it ends.
 */
public final class Exfiltration implements FlowRule {
  static final String NAME = "exfiltration";

  private static final List<Horizon> HORIZONS =
      List.of(Horizon.MINUTE, Horizon.TEN_MINUTES, Horizon.HOUR);
  private static final long DAY = 86_400;

  /**
   * @param floorBytes what any host may send within an hour; a third of it within ten minutes, a sixth within one; to
   *     new peers a third of these; at least 1
   * @param tailIndex of the Pareto tail, above 0
   * @param mostReturnShare a peer that sends back more than this share is being talked to, above 0
   */
  public record Limits(long floorBytes, double tailIndex, double mostReturnShare) {
    public static final Limits DEFAULT = new Limits(15_000_000, 4, 0.5);

    public Limits {
      SettingBounds.requireAtLeast("exfiltration-floor-bytes", floorBytes, 1);
      SettingBounds.requireAbove("exfiltration-tail-index", tailIndex, 0);
      SettingBounds.requireAbove("exfiltration-most-return-share", mostReturnShare, 0);
    }

    double floor(Horizon horizon, boolean toNew) {
      double share = horizon == Horizon.HOUR ? 1 : horizon == Horizon.TEN_MINUTES ? 3 : 6;
      return floorBytes / (toNew ? 3 * share : share);
    }
  }

  private record Volume(
      Horizon horizon,
      double bytes,
      double usual,
      double novelty,
      double probability,
      double score) {}

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
    SourceFlow latest = null;
    for (SourceFlow flow : now.flows()) {
      if (flow.bytesOut() > 0 && now.external(flow) && oneWay(flow)) {
        outflow(now.memory())
            .add(flow.peer(), isNew(now, flow.peer()), now.second(), flow.bytesOut());
        latest = flow;
      }
    }
    if (latest != null) {
      judge(now, latest, findings);
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

  /** First spoken to within a day, after an hour in which it would have been met. */
  private static boolean isNew(SourceSecond now, String peer) {
    Peer known = now.memory().peer(peer);
    long first = known == null ? now.second() : known.first;
    return first - now.memory().first >= Horizon.HOUR.seconds() && now.second() - first < DAY;
  }

  private void judge(SourceSecond now, SourceFlow latest, Findings findings) {
    Outflow outflow = outflow(now.memory());
    double novelty = now.memory().externalNovelty();
    Volume strangest = new Volume(Horizon.MINUTE, 0, 0, 1, 1, 0);
    for (Horizon horizon : HORIZONS) {
      strangest = stranger(strangest, volume(outflow, horizon, false, 1, now.second()));
      strangest = stranger(strangest, volume(outflow, horizon, true, novelty, now.second()));
    }
    Volume volume = strangest;
    findings.judged(volume.score, () -> finding(volume, outflow, latest));
  }

  private Volume volume(
      Outflow outflow, Horizon horizon, boolean toNew, double novelty, long second) {
    double bytes = (toNew ? outflow.toNew : outflow.toAll).over(horizon, second);
    double usual = Math.max(outflow.peak(horizon, toNew), limits.floor(horizon, toNew));
    double probability = Tail.pareto(bytes, usual, limits.tailIndex());
    // Two looks: at all, and at what goes to new peers.
    double score =
        probability < 1 ? Tail.score(probability * novelty, 2 * horizon.tests(hosts)) : 0;
    return new Volume(horizon, bytes, usual, novelty, probability * novelty, score);
  }

  private static Volume stranger(Volume a, Volume b) {
    return b.score > a.score || a.bytes == 0 ? b : a;
  }

  private static Finding finding(Volume volume, Outflow outflow, SourceFlow latest) {
    double raw = Tail.raw(volume.probability);
    double newShare = raw > 0 ? Math.min(1, Tail.raw(volume.novelty) / raw) : 0;
    List<String> heaviest = outflow.heaviest(4);
    double least = heaviest.isEmpty() ? 0 : 0.1 * outflow.to(heaviest.getFirst());
    List<String> peers =
        heaviest.stream().filter(peer -> outflow.to(peer) >= least).toList();
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
            new Reason("new-external-peers-1h", 1, volume.novelty, newShare)),
        peers,
        peers.size(),
        SourceSecond.port(latest),
        Finding.textOrNull(latest.protocol()),
        latest.id());
  }
}
