package io.fedics.predict.domain;

import io.fedics.predict.PredictConfig;
import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.event.SiteEdges.Served;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who talks to whom at one site, both ways, and what hosts serve; old minutes fade. The fields are the saved state. An
 * edge weighs {@code log2(1 + flows)} a minute, so a busy poller does not drown the rest.
 */
final class HostGraph {
  private static final double LOG_2 = StrictMath.log(2);

  /** An edge below this is forgotten: one flow, five half-lives ago. */
  private static final double LEAST_WEIGHT = 1.0 / 32;

  /** A host may be reached from the one that answers it, too, but that is less likely. */
  private static final double BACKWARD = 0.5;

  private final SortedMap<String, SortedMap<String, Double>> neighbours = new TreeMap<>();
  private final SortedMap<String, SortedSet<Integer>> served = new TreeMap<>();
  private long minute = Long.MIN_VALUE;

  /** Takes one finished minute; minutes come in order. */
  void add(
      long ofMinute, Collection<Edge> edges, Collection<Served> serving, PredictConfig config) {
    fade(ofMinute, config);
    for (Edge edge : edges) {
      double weight = StrictMath.log(1 + (double) edge.flows()) / LOG_2;
      link(edge.from(), edge.to(), weight);
      link(edge.to(), edge.from(), weight * BACKWARD);
    }
    for (Served host : serving) {
      served.computeIfAbsent(host.host(), _ -> new TreeSet<>()).addAll(host.ports());
    }
    cut(config);
  }

  private void link(String from, String to, double weight) {
    neighbours.computeIfAbsent(from, _ -> new TreeMap<>()).merge(to, weight, Double::sum);
  }

  private void fade(long ofMinute, PredictConfig config) {
    double passed = minute == Long.MIN_VALUE ? 0 : ofMinute - (double) minute;
    double factor = StrictMath.pow(2, -passed / config.halfLife().toSeconds());
    minute = ofMinute;
    neighbours.values().forEach(edges -> {
      edges.replaceAll((_, weight) -> weight * factor);
      edges.values().removeIf(weight -> weight < LEAST_WEIGHT);
    });
    neighbours.values().removeIf(Map::isEmpty);
  }

  private void cut(PredictConfig config) {
    neighbours.values().forEach(edges -> {
      if (edges.size() > config.graphNeighbours()) {
        List<String> kept = heaviest(edges, config.graphNeighbours());
        edges.keySet().retainAll(new TreeSet<>(kept));
      }
    });
    if (neighbours.size() > config.graphHosts()) {
      SortedMap<String, Double> totals = new TreeMap<>();
      neighbours.forEach((host, edges) -> totals.put(host, sum(edges.values())));
      neighbours.keySet().retainAll(new TreeSet<>(heaviest(totals, config.graphHosts())));
    }
    while (served.size() > config.graphHosts()) {
      served.remove(served.lastKey());
    }
  }

  private static List<String> heaviest(Map<String, Double> weights, int most) {
    List<String> hosts = new ArrayList<>(weights.keySet());
    hosts.sort(Comparator.comparingDouble((String host) -> weights.getOrDefault(host, 0.0))
        .reversed()
        .thenComparing(Comparator.naturalOrder()));
    return hosts.subList(0, Math.min(most, hosts.size()));
  }

  private static double sum(Collection<Double> weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** What the host is likely to be. */
  AssetRole roleOf(String host) {
    return AssetRole.ofPorts(served.getOrDefault(host, new TreeSet<>()));
  }

  /** Neighbours of a host and the weight of their edge, by address. */
  Map<String, Double> neighboursOf(String host) {
    return neighbours.getOrDefault(host, new TreeMap<>());
  }
}
