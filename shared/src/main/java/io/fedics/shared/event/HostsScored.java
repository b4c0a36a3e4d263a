package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Whom a detector judged in a second, and how high: silence never means normal.
 *
 * @param hosts at most 2,000 a record
 * @param max highest score per host
 * @param count judgements per host
 * @param shed hosts of this second that were not judged
 */
public record HostsScored(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long second,
    String detector,
    List<String> hosts,
    List<Double> max,
    List<Long> count,
    long shed)
    implements DataEvent {

  /** Most hosts in one record. */
  public static final int MOST_HOSTS = 2_000;

  public HostsScored {
    hosts = List.copyOf(hosts);
    max = List.copyOf(max);
    count = List.copyOf(count);
  }
}
