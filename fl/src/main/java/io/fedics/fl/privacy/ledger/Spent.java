package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.PrivacyUnit;

/**
 * An epsilon with all that gives it a meaning.
 *
 * @param unit whose presence it hides
 * @param epsilon of everything that was spent so far
 * @param delta at which it is told
 * @param accountant that computed it
 * @param steps noised sums behind it
 */
public record Spent(PrivacyUnit unit, double epsilon, double delta, String accountant, long steps) {

  /** For people. */
  @Override
  public String toString() {
    return "epsilon %s per %s at delta %s, accountant %s, %d %s"
        .formatted(epsilon, unit.word(), delta, accountant, steps, steps == 1 ? "step" : "steps");
  }
}
