package io.fedics.aggregate.domain;

import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.topic.Partitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up one role of one host. Remembers the heaviest peer of each bucket and the eight heaviest of all. */
final class RoleSum {
  private static final int MOST_DESTINATIONS = 8;

  private final String site;
  private final DistinctCount peers = new DistinctCount();
  private final DistinctCount ports = new DistinctCount();
  private final SortedMap<Integer, PeerActivity> ofBucket = new TreeMap<>();
  private final List<PeerActivity> heaviest = new ArrayList<>();
  private long flows;
  private long bytesSent;
  private long bytesReceived;
  private long packetsSent;
  private long packetsReceived;
  private long failed;
  private long durationMicros;
  private long longFlows;

  RoleSum(String site) {
    this.site = site;
  }

  /** Adds what was done with one peer; each peer comes once. */
  void add(
      String peer,
      PairActivity pair,
      long pairBytesSent,
      long pairBytesReceived,
      long pairPacketsSent,
      long pairPacketsReceived) {
    flows += pair.flows;
    bytesSent += pairBytesSent;
    bytesReceived += pairBytesReceived;
    packetsSent += pairPacketsSent;
    packetsReceived += pairPacketsReceived;
    failed += pair.failed;
    durationMicros += pair.durationMicros;
    longFlows += pair.longFlows;
    peers.add(peer);
    ports.merge(pair.ports);
    name(new PeerActivity(peer, pair.flows, pair.bytesOut + pair.bytesIn, pair.failed));
  }

  private void name(PeerActivity peer) {
    ofBucket.merge(Partitioner.bucketOf(site, peer.peer()), peer, RoleSum::heavier);
    int at = heaviest.size();
    while (at > 0 && RoleActivity.HEAVIEST_FIRST.compare(peer, heaviest.get(at - 1)) < 0) {
      at--;
    }
    heaviest.add(at, peer);
    if (heaviest.size() > MOST_DESTINATIONS) {
      heaviest.removeLast();
    }
  }

  private static PeerActivity heavier(PeerActivity a, PeerActivity b) {
    return RoleActivity.HEAVIEST_FIRST.compare(a, b) <= 0 ? a : b;
  }

  RoleActivity asSource() {
    return with(heaviest);
  }

  /** A destination's peers stand in all partitions, so the cut is by bucket. */
  RoleActivity asDestination() {
    return with(ofBucket.values().stream().sorted(RoleActivity.HEAVIEST_FIRST).toList());
  }

  /** Many hosts as one: no peer is named. */
  RoleActivity ofOthers() {
    return with(List.of());
  }

  private RoleActivity with(List<PeerActivity> topPeers) {
    return new RoleActivity(
        flows,
        bytesSent,
        bytesReceived,
        packetsSent,
        packetsReceived,
        failed,
        durationMicros,
        longFlows,
        peers,
        ports,
        topPeers);
  }
}
