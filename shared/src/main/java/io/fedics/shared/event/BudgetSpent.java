package io.fedics.shared.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the privacy ledger, written before anything was released on it. Who keeps {@code head} can tell when rows before
 * it are changed or cut off.
 *
 * @param row its number in the ledger, from 1
 * @param charged whose account: a site, or {@code federation}
 * @param mechanism in a word
 * @param samplingRate probability of a unit to take part in a step
 * @param noiseMultiplier noise in sensitivities
 * @param spentSteps of this row
 * @param privacy of everything that was spent so far
 * @param budgetEpsilon that may not be passed; null when there is no budget
 */
public record BudgetSpent(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String run,
    int round,
    long row,
    String charged,
    String mechanism,
    double samplingRate,
    double noiseMultiplier,
    long spentSteps,
    PrivacyFigure privacy,
    @Nullable Double budgetEpsilon,
    Head head)
    implements FlEvent {

  /**
   * The signed end of the ledger.
   *
   * @param rows it has
   * @param hash of the last one
   * @param signature Ed25519, Base64
   */
  public record Head(long rows, String hash, String signature) {}
}
