package io.fedics.detect.domain;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import java.util.List;

/**
 * Flood, from one source or many: the victim receives far more flows than it usually does, on few ports, within 1 s,
 * 10 s or 1 min. Judged by the victim's own activity; names one source alone when it sends half.
 *
 * <p>Score: negative binomial bound against {@link CountPrior} plus {@code swing} times the host's own mean, with the
 * burstiness of its own past. While a host is new, only floods that are mostly unanswered count.
 *
 * <p>Source: Moore, Shannon, Brown, Voelker, Savage 2006, "Inferring Internet denial-of-service activity"; Sperotto et
 * al. 2010, "An overview of IP flow-based intrusion detection" (floods as flow counts).
 *
 * <p>Limits: a flood inside few long flows, or of reflected replies to ever other ports, is not seen; a crowd of real clients
 * beyond {@code swing} looks the same.
 */
public final class Flood implements HostRule {
  static final String NAME = "flood";

  private static final List<Horizon> HORIZONS =
      List.of(Horizon.SECOND, Horizon.TEN_SECONDS, Horizon.MINUTE);

  /**
   * @param flows received by one host
   * @param swing how many times its mean a host's busy hours may be, at least 1
   * @param flowsPerPort fewest flows per port: below, it is a scan; at least 1
   * @param unanswered share of flows without an answer that makes a flood of a host without a past, in (0, 1)
   */
  public record Limits(CountPrior flows, double swing, double flowsPerPort, double unanswered) {
    public static final Limits DEFAULT = new Limits(new CountPrior(2, 1_800, 2), 4, 8, 0.6);

    public Limits {
      PhysicsSettings.requireAbove("flood-swing", swing, 0.999);
      PhysicsSettings.requireAbove("flood-flows-per-port", flowsPerPort, 0.999);
      PhysicsSettings.requireShare("flood-unanswered", unanswered);
    }
  }

  private static final double DOMINATES = 0.5;

  private final Limits limits;
  private final double hosts;

  Flood(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(HostNow now, Findings findings) {
    RoleActivity received = now.activity().asDestination();
    if (received == null) {
      return;
    }
    HostMemory memory = now.memory();
    memory.incoming.add(now.second(), received.flows());
    if (!concentrated(received) || !(now.learned() || unanswered(received))) {
      return;
    }
    ActivityBaseline usual = memory.incomingFlows;
    var prior = new CountPrior(
        limits.flows().burst(),
        limits.flows().perHour(),
        now.learned() ? Math.max(1, usual.shape()) : limits.flows().shape());
    CountTest test = CountTest.strongest(
        HORIZONS,
        horizon -> horizon == Horizon.SECOND
            ? received.flows()
            : memory.incoming.over(horizon, now.second()),
        prior,
        limits.swing() * usual.mean(),
        hosts);
    // What came before is no flood of this second.
    if (received.flows() > prior.expected(Horizon.SECOND, usual.mean())) {
      findings.judged(test.score(), () -> finding(test, received));
    }
  }

  private boolean concentrated(RoleActivity received) {
    return received.ports().count() <= Math.max(1, received.flows() / limits.flowsPerPort());
  }

  private boolean unanswered(RoleActivity received) {
    return received.failed() >= limits.unanswered() * received.flows();
  }

  private static Finding finding(CountTest test, RoleActivity received) {
    List<PeerActivity> heaviest = received.topPeers();
    boolean one =
        !heaviest.isEmpty() && heaviest.getFirst().flows() >= DOMINATES * received.flows();
    List<String> peers = heaviest.stream()
        .limit(one ? 1 : AnomalyDetected.MOST_PEERS)
        .map(PeerActivity::peer)
        .toList();
    return new Finding(
        NAME,
        AttackLabel.DOS,
        HostRole.DESTINATION,
        "in",
        test.score(),
        test.raw(),
        List.of(
            new Reason("flows-in-" + test.horizon().wireName(), test.seen(), test.expected(), 1),
            new Reason("distinct-sources-1s", received.peers().count(), 0, 0),
            new Reason("unanswered-flows-1s", received.failed(), 0, 0)),
        peers,
        one ? 1 : received.peers().count(),
        Ports.only(received),
        null,
        null);
  }
}
