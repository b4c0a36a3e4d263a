package io.fedics.fl.simulate;

import io.fedics.fl.privacy.ledger.Spent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run gave.
 *
 * @param rounds that were finished
 * @param heldOut the last model's judgement
 * @param central judgement of one model on all rows, without lies or privacy, by as many passes; empty when not asked for
 * @param sites the most suspicious first
 * @param spent the largest of all sites; empty without privacy
 * @param noiseMultiplier the smallest of all sites; empty without privacy
 * @param stopped why it ended early
 */
public record Outcome(
    long seed,
    List<RoundOutcome> rounds,
    Judgement heldOut,
    Optional<Judgement> central,
    List<SiteSuspicion> sites,
    Optional<Spent> spent,
    OptionalDouble noiseMultiplier,
    Optional<String> stopped) {
  public Outcome {
    rounds = List.copyOf(rounds);
    sites = List.copyOf(sites);
  }

  /** Whether not one round was done: then the judgement is of the weights it began with. */
  public boolean isUntrained() {
    return rounds.isEmpty();
  }
}
