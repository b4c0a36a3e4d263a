package io.fedics.fl.simulate;

import io.fedics.fl.privacy.ledger.Spent;
import java.util.List;
import java.util.Optional;

/**
 * What one round gave.
 *
 * @param round from 1
 * @param judgement of the model after it
 * @param refused sites whose update was no model
 * @param leftOut sites whose update the strategy did not use
 * @param spent so far, the largest of all sites; empty without privacy
 */
public record RoundOutcome(
    int round,
    Judgement judgement,
    List<String> refused,
    List<String> leftOut,
    Optional<Spent> spent) {
  public RoundOutcome {
    refused = List.copyOf(refused);
    leftOut = List.copyOf(leftOut);
  }
}
