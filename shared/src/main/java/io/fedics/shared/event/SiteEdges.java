package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Who talked to whom in one minute, as far as host activity names peers.
 *
 * @param minute epoch second of the minute's start
 * @param edges at most 2,000 a record
 * @param served well-known ports hosts answered on, by host; tells what kind of asset a host is
 */
public record SiteEdges(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long minute,
    List<Edge> edges,
    List<Served> served)
    implements DataEvent {

  public SiteEdges {
    edges = List.copyOf(edges);
    served = List.copyOf(served);
  }

  /** Flows from one host to another. */
  public record Edge(String from, String to, long flows, long bytes) {}

  /** Ports, ascending, that {@code host} answered on without a failed flow in the same second. */
  public record Served(String host, List<Integer> ports) {

    public Served {
      ports = List.copyOf(ports);
    }
  }
}
