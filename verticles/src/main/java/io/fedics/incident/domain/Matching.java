package io.fedics.incident.domain;

import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which open incident a verdict belongs to. In this order:
 *
 * <ol>
 *   <li>same label, same attacker, who is somebody: many attackers here need not be those there;
 *   <li>same label and a common victim, when either side is only the victim's view (it names its heaviest peer, which
 *       need not be the attacker) or the label is dos, where many attack one;
 *   <li>a verdict that only says "unusual": any incident its host is involved in;
 *   <li>a specific verdict about the attacker of an incident that so far was only "unusual": it gives it its name.
 * </ol>
 *
 * Among equals the oldest incident wins, then the lower id.
 */
final class Matching {
  private static final int NONE = Integer.MAX_VALUE;

  private static final Comparator<OpenIncident> OLDEST_FIRST = Comparator.comparing(
          (OpenIncident incident) -> incident.now().firstSeen())
      .thenComparing(incident -> incident.now().id());

  private Matching() {}

  static Optional<OpenIncident> find(Collection<OpenIncident> open, AttackClassified verdict) {
    return open.stream()
        .filter(incident -> rank(incident, verdict) != NONE)
        .min(Comparator.comparingInt((OpenIncident incident) -> rank(incident, verdict))
            .thenComparing(OLDEST_FIRST));
  }

  private static int rank(OpenIncident incident, AttackClassified verdict) {
    boolean travels = verdict.label() == AttackLabel.IMPOSSIBLE_TRAVEL;
    if (travels != (incident.now().label() == AttackLabel.IMPOSSIBLE_TRAVEL)) {
      return NONE;
    }
    boolean sameLabel = incident.now().label() == verdict.label();
    boolean somebody = !verdict.attacker().equals(AttackClassified.MANY);
    if (sameLabel && somebody && incident.attackers().contains(verdict.attacker())) {
      return 0;
    }
    if (sameLabel && joinsByVictim(incident, verdict)) {
      return 1;
    }
    boolean weak = OpenIncident.isWeak(verdict);
    if (weak && incident.involves(verdict.host())) {
      return 2;
    }
    boolean aboutAttacker = incident.now().attacker().equals(verdict.host())
        || (somebody && incident.now().attacker().equals(verdict.attacker()));
    return !weak && incident.weak() && aboutAttacker ? 3 : NONE;
  }

  private static boolean joinsByVictim(OpenIncident incident, AttackClassified verdict) {
    boolean victimsView = !verdict.host().equals(verdict.attacker()) || !incident.actorSeen();
    return (victimsView || verdict.label() == AttackLabel.DOS)
        && !Collections.disjoint(incident.now().victims(), verdict.victims());
  }
}
