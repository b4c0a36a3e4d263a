package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Surge: a host does far more in a second than it ever does, in flows, peers, ports or unanswered flows as a source.
 *
 * <p>Score: negative binomial bound of each measure against {@link CountPrior} plus {@code swing} times the host's own
 * mean, with the burstiness of its own past; the highest counts. Each measure is a reason, shares by the powers of ten
 * it contributes. The label follows the shape: many peers or ports are a probe, few peers and no answers a denial of
 * service, else unnamed.
 *
 * <p>Source: Lakhina, Crovella, Diot 2005, "Mining anomalies using traffic feature distributions" (what kind of anomaly
 * shows in which count).
 *
 * <p>Limits: silent until a host is learned; volume in bytes is left to {@link Exfiltration}, because a nightly backup
 * is a surge of bytes by design.
 */
public final class Surge implements HostRule {
  static final String NAME = "surge";

  /**
   * @param count of any measure in one second
   * @param swing how many times its mean a host's busy hours may be, at least 1
   */
  public record Limits(CountPrior count, double swing) {
    public static final Limits DEFAULT = new Limits(new CountPrior(5, 0, 1), 4);

    public Limits {
      SettingBounds.requireAbove("surge-swing", swing, 0.999);
    }
  }

  private record Measure(String name, double seen, double expected, double probability) {}

  private final Limits limits;
  private final double hosts;

  Surge(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(HostNow now, Findings findings) {
    RoleActivity sent = now.activity().asSource();
    if (sent == null || !now.learned()) {
      return;
    }
    List<Measure> measures = new ArrayList<>();
    measuresOf(sent).forEach((name, seen) -> measures.add(measure(name, seen, now.memory())));
    measures.sort(Comparator.comparingDouble(Measure::probability).thenComparing(Measure::name));
    double probability = measures.getFirst().probability;
    double score = Tail.score(probability, Horizon.SECOND.tests(hosts) * measures.size());
    findings.judged(score, () -> finding(score, probability, measures, sent));
  }

  /** Counts of one second by name. */
  static Map<String, Double> measuresOf(RoleActivity sent) {
    Map<String, Double> measures = new TreeMap<>();
    measures.put("distinct-peers", (double) sent.peers().count());
    measures.put("distinct-ports", (double) sent.ports().count());
    measures.put("flows-out", (double) sent.flows());
    measures.put("unanswered-flows", (double) sent.failed());
    return measures;
  }

  private Measure measure(String name, double seen, HostMemory memory) {
    ActivityBaseline usual = memory.measure(name);
    double expected = limits.count().expected(Horizon.SECOND, limits.swing() * usual.mean());
    double shape = Math.min(limits.count().shape(), Math.max(0.5, usual.shape()));
    return new Measure(name, seen, expected, Tail.negativeBinomial(seen, expected, shape));
  }

  private static Finding finding(
      double score, double probability, List<Measure> measures, RoleActivity sent) {
    double total = measures.stream().mapToDouble(it -> Tail.raw(it.probability)).sum();
    List<Reason> reasons = measures.stream()
        .filter(it -> it.probability < 1)
        .map(it ->
            new Reason(it.name + "-1s", it.seen, it.expected, Tail.raw(it.probability) / total))
        .toList();
    List<String> peers = sent.topPeers().stream()
        .limit(AnomalyDetected.MOST_PEERS)
        .map(PeerActivity::peer)
        .toList();
    return new Finding(
        NAME,
        labelOf(sent),
        HostRole.SOURCE,
        "out",
        score,
        Tail.raw(probability),
        reasons,
        peers,
        sent.peers().count(),
        Ports.only(sent),
        null,
        null);
  }

  private static AttackLabel labelOf(RoleActivity sent) {
    if (Math.max(sent.peers().count(), sent.ports().count()) * 4 > sent.flows()) {
      return AttackLabel.PROBE;
    }
    return 2 * sent.failed() > sent.flows() ? AttackLabel.DOS : AttackLabel.OTHER;
  }
}
