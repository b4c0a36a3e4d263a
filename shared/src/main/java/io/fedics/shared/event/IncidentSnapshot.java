package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it stands: everything one attacker did of one kind until it was quiet.
 *
 * @param id deterministic, of the verdict that opened it
 * @param probability of the label, highest seen
 * @param victims in the order they were touched, at most 64
 * @param victimCount how many in all
 * @param verdicts host-seconds behind it
 * @param summary one sentence for a person
 * @param firstVerdictId the verdict that opened it
 */
public record IncidentSnapshot(
    UUID id,
    String site,
    AttackLabel label,
    double probability,
    double severity,
    SeverityLevel level,
    boolean escalated,
    String attacker,
    List<String> victims,
    long victimCount,
    List<String> rules,
    List<String> techniques,
    List<String> detectors,
    @Nullable Integer port,
    @Nullable String protocol,
    Instant firstSeen,
    Instant lastSeen,
    long verdicts,
    String summary,
    List<Reason> reasons,
    List<NextHop> nextHops,
    UUID firstVerdictId) {

  public IncidentSnapshot {
    victims = List.copyOf(victims);
    rules = List.copyOf(rules);
    techniques = List.copyOf(techniques);
    detectors = List.copyOf(detectors);
    reasons = List.copyOf(reasons);
    nextHops = List.copyOf(nextHops);
  }
}
