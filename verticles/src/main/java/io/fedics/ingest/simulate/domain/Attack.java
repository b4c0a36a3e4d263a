package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.AttackLabel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ground truth of one attack, kept beside the flows and never in them.
 *
 * @param attacker source address of the attack's flows ({@code account:NAME} of an impossible travel); null when the
 *     sources are many and spoofed
 * @param victims addresses the attack's flows went to, in the order they were first reached
 * @param firstFlowAt {@code observed_at} of the attack's first flow so far
 * @param lastFlowAt {@code observed_at} of the attack's newest flow so far
 * @param site where the attack is seen; of an impossible travel the site of the second login
 * @param flows how many so far
 */
public record Attack(
    ScenarioName scenario,
    AttackLabel label,
    @Nullable String attacker,
    List<String> victims,
    Instant firstFlowAt,
    Instant lastFlowAt,
    String site,
    long flows) {

  public Attack {
    victims = List.copyOf(victims);
  }
}
