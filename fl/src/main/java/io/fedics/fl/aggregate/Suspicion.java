package io.fedics.fl.aggregate;

import java.util.OptionalDouble;

/**
 * How unlike the others a client was over all its rounds so far. A z-score is as in {@link Influence}.
 *
 * @param distance mean over its rounds of {@link Influence#distance}
 * @param turned z of the angle between all its updates, one behind the other, and the medians of their rounds
 * @param twin mean over its rounds of {@link Influence#twin}
 * @param influence mean over its rounds of {@link Influence#influence}
 * @param agreement of its updates with records of the server, at most 1; below 0 when they rather go against the records, or
 *     when the records explain much less of them than of others'; empty when none judged them
 */
public record Suspicion(
    double distance, double turned, double twin, double influence, OptionalDouble agreement) {
  /** A score above is a suspicion. */
  public static final double THRESHOLD = 3.5;

  /**
   * The largest of the z-scores. Where records of the server judged they take the place of the angle, as honest sites of other
   * traffic are turned from the others too: an agreement of 0 then is as much as the threshold, and 1 is 0.
   */
  public double score() {
    double direction = agreement.isPresent() ? THRESHOLD * (1 - agreement.getAsDouble()) : turned;
    return Math.max(distance, Math.max(direction, twin));
  }

  public boolean isSuspect() {
    return score() > THRESHOLD;
  }
}
