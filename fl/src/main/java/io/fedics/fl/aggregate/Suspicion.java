package io.fedics.fl.aggregate;

/**
 * How unlike the others a client was over all its rounds so far. A z-score is as in {@link Influence}.
 *
 * @param distance mean over its rounds of {@link Influence#distance}
 * @param turned z of the angle between all its updates, one behind the other, and the medians of their rounds
 * @param twin mean over its rounds of {@link Influence#twin}
 * @param influence mean over its rounds of {@link Influence#influence}
 */
public record Suspicion(double distance, double turned, double twin, double influence) {
  /** A score above is a suspicion. */
  public static final double THRESHOLD = 3.5;

  /** The largest of the z-scores. */
  public double score() {
    return Math.max(distance, Math.max(turned, twin));
  }

  public boolean isSuspect() {
    return score() > THRESHOLD;
  }
}
