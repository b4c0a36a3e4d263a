package io.fedics.aggregate.domain;

import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.topic.Partitioner;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds up one role of one host. Remembers the heaviest peer of each bucket and the eight heaviest of all. */
final class RoleSum {
  private static final int MOST_DESTINATIONS = 8;

  private final String site;
  private final DistinctCount peers = new DistinctCount();
  private final DistinctCount ports = new DistinctCount();
  private final @Nullable PeerActivity[] ofBucket = new @Nullable PeerActivity[Partitioner.BUCKETS];
  private final @Nullable PeerActivity[] heaviest =
      new @Nullable PeerActivity[MOST_DESTINATIONS + 1];
  private int named;
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
    int bucket = Partitioner.bucketOf(site, peer.peer());
    PeerActivity known = ofBucket[bucket];
    if (known == null || RoleActivity.HEAVIEST_FIRST.compare(peer, known) < 0) {
      ofBucket[bucket] = peer;
    }
    int at = named;
    while (at > 0
        && RoleActivity.HEAVIEST_FIRST.compare(peer, Objects.requireNonNull(heaviest[at - 1]))
            < 0) {
      heaviest[at] = heaviest[at - 1];
      at--;
    }
    heaviest[at] = peer;
    named = Math.min(named + 1, MOST_DESTINATIONS);
  }

  RoleActivity asSource() {
    return with(Arrays.stream(heaviest, 0, named).filter(Objects::nonNull).toList());
  }

  /** A destination's peers stand in all partitions, so the cut is by bucket. */
  RoleActivity asDestination() {
    return with(Arrays.stream(ofBucket)
        .filter(Objects::nonNull)
        .sorted(RoleActivity.HEAVIEST_FIRST)
        .toList());
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
