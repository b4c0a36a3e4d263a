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

/**
 * Slow denial of service: many long connections that hardly move anything end at one server, several per client, on few
 * ports, within 10 s to 1 h.
 *
 * <p>Score: negative binomial bound against {@link CountPrior} plus {@code swing} times the host's own rate of
 * such flows.
 *
 * <p>Source: Cambiaso, Papaleo, Chiola, Aiello 2013, "Slow DoS attacks: definition and categorisation".
 *
 * <p>Limits: seen when the connections end, as flows are; one connection from each of many clients is not seen.
 */
public final class SlowDos implements HostRule {
  static final String NAME = "slow-dos";

  /**
   * @param flows long, slow flows that end at one host
   * @param swing how many times its rate a host's busy hours may be, at least 1
   * @param perClient fewest such flows per client and per port, at least 1
   */
  public record Limits(CountPrior flows, double swing, double perClient) {
    public static final Limits DEFAULT = new Limits(new CountPrior(1.5, 12, 2), 4, 5);

    public Limits {
      SettingBounds.requireAbove("slow-dos-swing", swing, 0.999);
      SettingBounds.requireAbove("slow-dos-per-client", perClient, 0.999);
    }
  }

  private static final int REMEMBERED = 256;

  private final Limits limits;
  private final double hosts;

  SlowDos(Limits limits, double hosts) {
    this.limits = limits;
    this.hosts = hosts;
  }

  @Override
  public void judge(HostNow now, Findings findings) {
    RoleActivity received = now.activity().asDestination();
    if (received == null || received.longFlows() == 0 || 2 * received.failed() > received.flows()) {
      return;
    }
    HostMemory memory = now.memory();
    remember(memory, received, now.second());
    CountTest test = CountTest.strongest(
        CountTest.FROM_TEN_SECONDS,
        horizon -> crowded(memory, horizon, now.second()),
        limits.flows(),
        limits.swing() * memory.slowFlows.perSecond(),
        hosts);
    findings.judged(test.score(), () -> finding(test, memory, received));
  }

  private static void remember(HostMemory memory, RoleActivity received, long second) {
    memory.slowIncoming.add(second, received.longFlows());
    if (2 * received.longFlows() >= received.flows()) {
      for (PeerActivity peer : received.topPeers()) {
        add(memory.slowPeers, peer.peer(), second);
      }
      for (String port : received.ports().exactValues()) {
        add(memory.slowPorts, port, second);
      }
    }
  }

  private static void add(Recent recent, String item, long second) {
    recent.add(item, second);
    if (recent.size() > REMEMBERED) {
      recent.dropOldest();
    }
  }

  /** Long flows of the horizon, or 0 when clients or ports are too many for them. */
  private double crowded(HostMemory memory, Horizon horizon, long second) {
    long flows = memory.slowIncoming.over(horizon, second);
    int clients = memory.slowPeers.since(horizon.from(second));
    int ports = memory.slowPorts.since(horizon.from(second));
    return flows >= limits.perClient() * Math.max(1, Math.max(clients, ports)) ? flows : 0;
  }

  private static Finding finding(CountTest test, HostMemory memory, RoleActivity received) {
    List<String> peers = received.topPeers().stream()
        .limit(AnomalyDetected.MOST_PEERS)
        .map(PeerActivity::peer)
        .toList();
    return new Finding(
        NAME,
        AttackLabel.DOS,
        HostRole.DESTINATION,
        "slow",
        test.score(),
        test.raw(),
        List.of(new Reason(
            "long-slow-flows-" + test.horizon().wireName(), test.seen(), test.expected(), 1)),
        peers,
        Math.max(peers.size(), received.peers().count()),
        Ports.only(received),
        memory.slowPorts.size() > 0 ? "tcp" : null,
        null);
  }
}
