package io.fedics.predict.domain;

import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.event.SiteEdges.Served;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has come for a second or a minute that is not complete; the fields are the saved state. */
final class Pending {
  private Pending() {}

  /** Verdicts of one second, by host. */
  static final class Verdicts {
    private final SortedMap<String, AttackClassified> byHost = new TreeMap<>();

    void add(AttackClassified verdict) {
      byHost.put(verdict.host(), verdict);
    }

    List<AttackClassified> inOrder() {
      return List.copyOf(byHost.values());
    }
  }

  /** Edges of one minute; a source stands in one partition only, so none comes twice. */
  static final class Edges {
    private final List<Edge> edges = new ArrayList<>();
    private final List<Served> served = new ArrayList<>();

    void add(SiteEdges more) {
      edges.addAll(more.edges());
      served.addAll(more.served());
    }

    /** By both ends, whatever the order of arrival. */
    List<Edge> edges() {
      return edges.stream()
          .sorted(Comparator.comparing(Edge::from).thenComparing(Edge::to))
          .toList();
    }

    List<Served> served() {
      return served.stream().sorted(Comparator.comparing(Served::host)).toList();
    }
  }
}
