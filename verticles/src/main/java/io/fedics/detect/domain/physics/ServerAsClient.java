package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Finding;
import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SettingBounds;
import io.fedics.detect.domain.WellKnown;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import java.util.ArrayList;
import java.util.List;

/**
 * Port roles: a server speaks as a client. A host that was asked all its life and hardly ever asked anybody (a
 * controller, a meter) starts to ask hosts it never asked.
 *
 * <p>Score: 1 − q^k for k new peers within the hour, q {@code chance}.
 *
 * <p>Source: NIST SP 800-82r3 (controllers answer, they do not call); Garitano et al. 2011 (roles in plant networks are
 * stable).
 *
 * <p>Limits: needs {@code servedSeconds} of past; flows to ports only clients pick are taken for answers read the wrong
 * way round.
 */
public final class ServerAsClient implements HostRule {
  static final String NAME = "port-role";

  /**
   * @param chance that a normal hour has one more such peer, in (0, 1)
   * @param servedSeconds seconds it must have been asked in, at least 10
   * @param askedShare most seconds it may have asked in, as a share of those, in (0, 1)
   */
  public record Limits(double chance, long servedSeconds, double askedShare) {
    public static final Limits DEFAULT = new Limits(0.08, 120, 0.02);

    public Limits {
      SettingBounds.requireShare("server-as-client-chance", chance);
      SettingBounds.requireAtLeast("server-as-client-served-seconds", servedSeconds, 10);
      SettingBounds.requireShare("server-as-client-asked-share", askedShare);
    }
  }

  private final Limits limits;

  ServerAsClient(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void judge(HostNow now, Findings findings) {
    HostMemory memory = now.memory();
    RoleActivity sent = now.activity().asSource();
    if (sent == null || !now.own() || Ports.allEphemeral(sent)) {
      return;
    }
    List<String> fresh = new ArrayList<>();
    for (PeerActivity peer : sent.topPeers()) {
      if (!memory.knownServers.contains(peer.peer()) && !WellKnown.multicast(peer.peer())) {
        fresh.add(peer.peer());
      }
    }
    if (!server(memory) || !now.learned()) {
      fresh.forEach(peer -> memory.knows(peer, now.second()));
      return;
    }
    fresh.removeIf(memory.newServers::contains); // an hour after the first time it is known
    fresh.forEach(peer -> memory.asks(peer, now.second()));
    int count = memory.newServers.since(Horizon.HOUR.from(now.second()));
    if (fresh.isEmpty() || count == 0) {
      return;
    }
    double probability = Math.pow(limits.chance(), count);
    findings.judged(1 - probability, () -> finding(count, probability, memory, sent));
  }

  private boolean server(HostMemory memory) {
    return memory.servedSeconds >= limits.servedSeconds()
        && memory.askedSeconds <= limits.askedShare() * memory.servedSeconds;
  }

  private Finding finding(int count, double probability, HostMemory memory, RoleActivity sent) {
    List<String> peers = memory.newServers.newest(Math.min(count, AnomalyDetected.MOST_PEERS));
    return new Finding(
        NAME,
        AttackLabel.OTHER,
        HostRole.SOURCE,
        "client",
        1 - probability,
        Tail.raw(probability),
        List.of(new Reason("peers-asked-by-server-1h", count, limits.chance(), 1)),
        peers,
        count,
        Ports.only(sent),
        null,
        null);
  }
}
