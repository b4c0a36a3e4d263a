package io.fedics.shared.event;

import java.util.List;

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

  public RoleActivity {
    topPeers = List.copyOf(topPeers);
  }

  /** One other end. */
  public record PeerActivity(String peer, long flows, long bytes, long failed) {}
}
