package io.fedics.classify.domain;

import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.event.SiteEdges.Served;
import io.fedics.shared.topic.Partitioner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who talked to whom in one open minute, as far as sources name their peers; the fields are the saved state. */
final class MinuteEdges {
  static final int SECONDS = 60;

  private static final Comparator<Edge> HEAVIEST_FIRST = Comparator.comparingLong(Edge::flows)
      .reversed()
      .thenComparing(Edge::from)
      .thenComparing(Edge::to);

  private final SortedMap<String, SortedMap<String, Edge>> bySource = new TreeMap<>();
  private final SortedMap<String, SortedSet<Integer>> served = new TreeMap<>();

  void addServed(String host, Collection<Integer> ports) {
    served.computeIfAbsent(host, _ -> new TreeSet<>()).addAll(ports);
  }

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
    List<Edge> kept = new ArrayList<>();
    byBucket(site, bySource).forEach(sources -> {
      List<Edge> edges = new ArrayList<>();
      sources.forEach(source -> edges.addAll(source.getValue().values()));
      edges.sort(HEAVIEST_FIRST);
      kept.addAll(edges.subList(0, Math.min(edges.size(), most / Partitioner.BUCKETS)));
    });
    return kept;
  }

  /** Cut by bucket as well, by address. */
  List<Served> served(String site, int most) {
    List<Served> kept = new ArrayList<>();
    byBucket(site, served)
        .forEach(hosts -> hosts.stream()
            .limit(most / Partitioner.BUCKETS)
            .forEach(host -> kept.add(new Served(host.getKey(), List.copyOf(host.getValue())))));
    return kept;
  }

  private static <V> Collection<List<Map.Entry<String, V>>> byBucket(
      String site, Map<String, V> byHost) {
    Map<Integer, List<Map.Entry<String, V>>> buckets = new TreeMap<>();
    byHost
        .entrySet()
        .forEach(entry -> buckets
            .computeIfAbsent(Partitioner.bucketOf(site, entry.getKey()), _ -> new ArrayList<>())
            .add(entry));
    return buckets.values();
  }
}
