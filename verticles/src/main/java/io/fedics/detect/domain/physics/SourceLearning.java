package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Findings;
import io.fedics.detect.domain.SourceFlow;
import java.util.LinkedHashMap;

/**
 * What a source's memory takes from a second after the rules have judged it. Nothing is learned from what was judged
 * anomalous, nor from the host for an hour after. What only time tells (was it the start of a slow scan?) is learned
 * when it leaves the longest horizon unblamed.
 */
final class SourceLearning {
  private static final int MOST_PEERS = 512;
  private static final long SWEEP = 60;

  private final double drift;
  private final double outflowFloor;

  SourceLearning(PhysicsSettings settings) {
    this.drift = settings.drift();
    this.outflowFloor = settings.exfiltration().floorBytes();
  }

  void learn(SourceSecond now, Findings findings) {
    SourceMemory memory = now.memory();
    if (findings.anomalous()) {
      memory.suspectUntil = now.second() + Horizon.HOUR.seconds();
    }
    boolean trusted = !findings.suspicious() && !memory.suspect(now.second());
    for (SourceFlow flow : now.flows()) {
      meet(now, flow, trusted);
    }
    learnOutflow(now, trusted);
    if (now.second() - memory.swept >= SWEEP) {
      sweep(now);
    }
  }

  private static void meet(SourceSecond now, SourceFlow flow, boolean trusted) {
    SourceMemory memory = now.memory();
    if (flow.ics() && memory.firstIcs == 0) {
      memory.firstIcs = now.second();
    }
    if (flow.silent() || flow.multicast()) {
      return;
    }
    LinkedHashMap<String, Peer> peers = memory.peers;
    Peer peer = peers.remove(flow.peer());
    if (peer == null && !trusted) {
      return;
    }
    if (peer == null) {
      peer = new Peer();
      peer.first = now.second();
      peer.external = now.external(flow);
      if (now.siteLearned() && peer.external) {
        memory.newExternalRate.learn(1, 0);
      }
    }
    peers.put(flow.peer(), peer);
    peer.last = now.second();
    if (flow.ics() && peer.firstIcs == 0 && trusted) {
      peer.firstIcs = now.second();
    }
    if (flow.write() && peer.firstWrite == 0 && trusted) {
      peer.firstWrite = now.second();
    }
    if (peers.size() > MOST_PEERS) {
      peers.pollFirstEntry();
    }
  }

  private void learnOutflow(SourceSecond now, boolean trusted) {
    Outflow outflow = now.memory().outflow;
    if (outflow == null) {
      return;
    }
    if (trusted) {
      outflow.learn(now.second(), now.second() - now.memory().first, drift, outflowFloor);
    } else if (now.memory().suspect(now.second())) {
      outflow.distrust();
    }
  }

  private void sweep(SourceSecond now) {
    SourceMemory memory = now.memory();
    double span = now.second() - memory.swept;
    long before = Horizon.HOUR.from(now.second());
    boolean trusted = !memory.suspect(now.second());
    boolean learning = before < now.learnedAt();
    learn(memory.silentPortRate, memory.silentPorts.expire(before), span, learning, trusted);
    learn(memory.silentPeerRate, memory.silentPeers.expire(before), span, learning, trusted);
    learn(memory.freshPeerRate, memory.freshPeers.expire(before), span, learning, trusted);
    learn(memory.adminRate, memory.adminPeers.expire(before), span, learning, trusted);
    memory.freshControllers.expire(before);
    memory.reservedPairs.expire(before);
    learn(memory.writeRate, (double) memory.writes, span, !now.siteLearned(), trusted);
    memory.writes = 0;
    learn(memory.loginRate, (double) memory.attempts, span, !now.siteLearned(), trusted);
    memory.attempts = 0;
    if (now.siteLearned() && trusted) {
      memory.newExternalRate.learn(0, span);
    }
    memory.swept = now.second();
  }

  private void learn(
      EventRate rate, double events, double span, boolean learning, boolean trusted) {
    if (!trusted) {
      return;
    }
    if (learning) {
      rate.learn(events, span);
      return;
    }
    rate.learnCapped(events, span, drift);
  }
}
