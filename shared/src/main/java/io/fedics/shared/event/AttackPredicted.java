package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a verdict means for the site: how severe, who is affected, where it may go next.
 *
 * @param severity in [0, 1]
 * @param escalated whether severity passed the site's limit
 * @param impacted hosts affected or reachable next, most likely first, at most 16
 * @param nextHops likeliest first, at most 5
 * @param verdict what was judged
 */
public record AttackPredicted(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    long second,
    double severity,
    SeverityLevel level,
    boolean escalated,
    List<String> impacted,
    List<NextHop> nextHops,
    AttackClassified verdict)
    implements DataEvent {

  public AttackPredicted {
    if (!(severity >= 0 && severity <= 1)) {
      throw new IllegalArgumentException("severity: " + severity + " (expected: 0 to 1)");
    }
    impacted = List.copyOf(impacted);
    nextHops = List.copyOf(nextHops);
  }
}
