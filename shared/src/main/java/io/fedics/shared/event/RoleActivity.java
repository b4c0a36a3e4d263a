package io.fedics.shared.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host did in one second as one end of its flows. All sums are integers, so parts add up the same in any order.
 * "Sent" and "received" are this host's own view.
 *
 * @param failed flows whose asking side got nothing ({@link FlowState#failed})
 * @param durationMicros sum over flows
 * @param longFlows flows of at least 10 s that moved less than 1,000 bytes a second
 * @param peers different other ends
 * @param ports different destination ports
 * @param topPeers the heaviest other ends: as source at most 8; as destination one of each of the 64 buckets, so that
 *     the cut does not depend on the number of partitions. By flows, then address.
 */
public record RoleActivity(
    long flows,
    long bytesSent,
    long bytesReceived,
    long packetsSent,
    long packetsReceived,
    long failed,
    long durationMicros,
    long longFlows,
    DistinctCount peers,
    DistinctCount ports,
    List<PeerActivity> topPeers) {

  /** Order of {@link #topPeers}: most flows first, then by address. */
  public static final Comparator<PeerActivity> HEAVIEST_FIRST =
      Comparator.comparingLong(PeerActivity::flows).reversed().thenComparing(PeerActivity::peer);

  public RoleActivity {
    topPeers = List.copyOf(topPeers);
  }

  /** Both together; neither is changed. A peer stands in the parts of one partition only, so no cut is needed here. */
  public RoleActivity plus(RoleActivity other) {
    return new RoleActivity(
        flows + other.flows,
        bytesSent + other.bytesSent,
        bytesReceived + other.bytesReceived,
        packetsSent + other.packetsSent,
        packetsReceived + other.packetsReceived,
        failed + other.failed,
        durationMicros + other.durationMicros,
        longFlows + other.longFlows,
        peers.union(other.peers),
        ports.union(other.ports),
        heaviest(topPeers, other.topPeers));
  }

  private static List<PeerActivity> heaviest(List<PeerActivity> a, List<PeerActivity> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    Map<String, PeerActivity> byPeer = new TreeMap<>();
    a.forEach(peer -> byPeer.merge(peer.peer(), peer, PeerActivity::plus));
    b.forEach(peer -> byPeer.merge(peer.peer(), peer, PeerActivity::plus));
    List<PeerActivity> sorted = new ArrayList<>(byPeer.values());
    sorted.sort(HEAVIEST_FIRST);
    return sorted;
  }

  /** One other end. */
  public record PeerActivity(String peer, long flows, long bytes, long failed) {

    PeerActivity plus(PeerActivity other) {
      return new PeerActivity(
          peer, flows + other.flows, bytes + other.bytes, failed + other.failed);
    }
  }
}
