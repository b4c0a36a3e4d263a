package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Who talked to whom in one minute, as far as host activity names peers.
 *
 * @param minute epoch second of the minute's start
 * @param edges at most 2,000 a record
 */
public record SiteEdges(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long minute,
    List<Edge> edges)
    implements DataEvent {

  public SiteEdges {
    edges = List.copyOf(edges);
  }

  /** Flows from one host to another. */
  public record Edge(String from, String to, long flows, long bytes) {}
}
