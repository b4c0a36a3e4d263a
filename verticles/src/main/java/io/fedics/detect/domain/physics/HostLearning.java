package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Findings;
import io.fedics.shared.event.RoleActivity;
import java.util.List;

/** What a host's memory takes from a second after the rules have judged it. */
final class HostLearning {
  /** A host under finding is left alone this long after. */
  private static final long PAUSE = 60;

  private final double drift;

  HostLearning(PhysicsSettings settings) {
    this.drift = settings.drift();
  }

  void learn(HostNow now, Findings findings) {
    HostMemory memory = now.memory();
    double span = memory.first == 0 ? 1 : now.second() - memory.last;
    if (memory.first == 0) {
      memory.first = now.second();
    }
    memory.last = now.second();
    if (findings.anomalous()) {
      memory.suspectUntil = now.second() + PAUSE;
    }
    List<String> harmless = memory.newServers.expired(Horizon.HOUR.from(now.second()));
    if (!memory.suspect(now.second())) {
      harmless.forEach(peer -> memory.knows(peer, now.second()));
    }
    memory.slowPeers.expire(Horizon.HOUR.from(now.second()));
    memory.slowPorts.expire(Horizon.HOUR.from(now.second()));
    if (findings.suspicious() || memory.suspect(now.second())) {
      return;
    }
    RoleActivity received = now.activity().asDestination();
    RoleActivity sent = now.activity().asSource();
    memory.servedSeconds += received == null ? 0 : 1;
    memory.askedSeconds += sent == null ? 0 : 1;
    blend(memory.incomingFlows, received == null ? 0 : (double) received.flows(), span, now);
    double slow = received == null ? 0 : (double) received.longFlows();
    if (now.learned()) {
      memory.slowFlows.learnCapped(slow, span, drift);
    } else {
      memory.slowFlows.learn(slow, span);
    }
    if (sent != null) {
      Surge.measuresOf(sent).forEach((name, seen) -> blend(memory.measure(name), seen, span, now));
      return;
    }
    memory.measures.values().forEach(usual -> blend(usual, 0, span, now));
  }

  private void blend(ActivityBaseline baseline, double count, double span, HostNow now) {
    if (now.learned()) {
      baseline.learnCapped(count, span, drift);
      return;
    }
    baseline.learn(count, span);
  }
}
