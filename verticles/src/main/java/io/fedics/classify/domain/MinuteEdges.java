package io.fedics.classify.domain;

import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.topic.Partitioner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who talked to whom in one open minute, as far as sources name their peers; the fields are the saved state. */
final class MinuteEdges {
  static final int SECONDS = 60;

  private static final Comparator<Edge> HEAVIEST_FIRST = Comparator.comparingLong(Edge::flows)
      .reversed()
      .thenComparing(Edge::from)
      .thenComparing(Edge::to);

  private final SortedMap<String, SortedMap<String, Edge>> bySource = new TreeMap<>();

  void add(HostActivityPart part) {
    RoleActivity source = part.asSource();
    if (source == null) {
      return;
    }
    for (PeerActivity peer : source.topPeers()) {
      bySource
          .computeIfAbsent(part.host(), _ -> new TreeMap<>())
          .merge(
              peer.peer(),
              new Edge(part.host(), peer.peer(), peer.flows(), peer.bytes()),
              MinuteEdges::plus);
    }
  }

  private static Edge plus(Edge a, Edge b) {
    return new Edge(a.from(), a.to(), a.flows() + b.flows(), a.bytes() + b.bytes());
  }

  /** The heaviest of each bucket of sources, so that the cut does not depend on the number of partitions. */
  List<Edge> heaviest(String site, int most) {
    Map<Integer, List<Edge>> byBucket = new TreeMap<>();
    bySource.forEach((from, edges) -> byBucket
        .computeIfAbsent(Partitioner.bucketOf(site, from), _ -> new ArrayList<>())
        .addAll(edges.values()));
    List<Edge> kept = new ArrayList<>();
    byBucket.values().forEach(edges -> {
      edges.sort(HEAVIEST_FIRST);
      kept.addAll(edges.subList(0, Math.min(edges.size(), most / Partitioner.BUCKETS)));
    });
    return kept;
  }
}
