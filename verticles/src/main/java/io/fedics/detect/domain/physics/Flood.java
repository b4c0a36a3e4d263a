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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flood, from one source or many: the victim receives far more flows than it usually does, on few ports, within 1 s,
 * 10 s or 1 min. Judged by the victim's own activity; names one source alone when it sends half.
 *
 * <p>Score: negative binomial bound against {@link CountPrior} plus {@code swing} times the host's own mean, with the
 * burstiness of its own past. While a host is new, only floods that are mostly unanswered count.
 *
 * <p>Flows on ever other ports are a scan, unless they bring data that the victim neither asked for nor answers: then
 * they are replies to questions somebody asked in its name (reflection).
 *
 * <p>Source: Moore, Shannon, Brown, Voelker, Savage 2006, "Inferring Internet denial-of-service activity"; Sperotto et
 * al. 2010, "An overview of IP flow-based intrusion detection" (floods as flow counts); Rossow 2014, "Amplification
 * hell: revisiting network protocols for DDoS abuse" (reflection).
 *
 * <p>Limits: a flood inside few long flows is not seen; a crowd of real clients beyond {@code swing} looks the same, and
 * so does a new host whose answers alone pass the sensor.
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
   * @param reflectedBytes fewest bytes per flow that make flows on ever other ports a reflection: below, it is a scan; at
   *     least 1
   */
  public record Limits(
      CountPrior flows,
      double swing,
      double flowsPerPort,
      double unanswered,
      double reflectedBytes) {
    public static final Limits DEFAULT = new Limits(new CountPrior(2, 1_800, 2), 4, 8, 0.6, 200);

    public Limits {
      SettingBounds.requireAbove("flood-swing", swing, 0.999);
      SettingBounds.requireAbove("flood-flows-per-port", flowsPerPort, 0.999);
      SettingBounds.requireShare("flood-unanswered", unanswered);
      SettingBounds.requireAbove("flood-reflected-bytes", reflectedBytes, 0.999);
    }
  }

  private static final double DOMINATES = 0.5;

  /** Who sends back less than one in so many was not asked for what came, and asks for less than half of it. */
  private static final long ANSWERS = 10;

  private static final long ASKS = 2;

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
    boolean concentrated = concentrated(received);
    boolean counts = concentrated
        ? now.learned() || unanswered(received)
        : reflected(now.activity().asSource(), received);
    if (!counts) {
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
      findings.judged(test.score(), () -> finding(test, received, !concentrated));
    }
  }

  private boolean concentrated(RoleActivity received) {
    return received.ports().count() <= Math.max(1, received.flows() / limits.flowsPerPort());
  }

  private boolean unanswered(RoleActivity received) {
    return received.failed() >= limits.unanswered() * received.flows();
  }

  private boolean reflected(@Nullable RoleActivity sent, RoleActivity received) {
    long asked = sent == null ? 0 : sent.flows();
    return received.bytesReceived() >= limits.reflectedBytes() * received.flows()
        && received.bytesSent() * ANSWERS <= received.bytesReceived()
        && received.packetsSent() * ANSWERS <= received.packetsReceived()
        && asked * ASKS <= received.flows();
  }

  private static Finding finding(CountTest test, RoleActivity received, boolean reflected) {
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
            reflected
                ? new Reason("bytes-in-1s", received.bytesReceived(), 0, 0)
                : new Reason("unanswered-flows-1s", received.failed(), 0, 0)),
        peers,
        one ? 1 : received.peers().count(),
        Ports.only(received),
        null,
        null);
  }
}
