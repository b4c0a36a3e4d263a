package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.Accountant;
import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;

/**
 * What is about to be released. Spends of one site and one unit add up, over all its runs.
 *
 * @param site whose data it is; {@code federation} where the units are the sites themselves
 * @param run one training; 1 to 200 characters, as all texts here
 * @param round of the run, from 0; rounds that fail afterwards stay spent
 * @param unit whose presence is hidden
 * @param mechanism in a word, for readers; the account is that of {@code steps}
 * @param steps of the sampled Gaussian mechanism; at most 10^12
 * @param delta in (0, 1), at which epsilon is told
 * @param accountant {@code rdp} or {@code pld}
 */
public record Spend(
    String site,
    String run,
    long round,
    PrivacyUnit unit,
    String mechanism,
    GaussianSteps steps,
    double delta,
    String accountant) {
  private static final int LONGEST_TEXT = 200;
  /** So that sums over millions of rows fit a long. */
  private static final long MOST_STEPS = 1_000_000_000_000L;

  public Spend {
    requireText("site", site);
    requireText("run", run);
    requireText("mechanism", mechanism);
    if (round < 0) {
      throw new IllegalArgumentException("round: " + round + " (expected: 0 or more)");
    }
    if (steps.steps() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "steps: " + steps.steps() + " (expected: at most " + MOST_STEPS + ")");
    }
    Accountant.requireDelta(delta);
    accountant = Accountant.named(accountant).name();
  }

  private static void requireText(String name, String text) {
    if (text.isEmpty() || text.length() > LONGEST_TEXT || !isWellFormed(text)) {
      throw new IllegalArgumentException("%s: %d characters (expected: 1 to %d, no half character)"
          .formatted(name, text.length(), LONGEST_TEXT));
    }
  }

  /** Half a surrogate pair has no UTF-8, so it could not be hashed as what it is. */
  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
