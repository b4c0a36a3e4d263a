package io.fedics.fl.evaluate;

/**
 * A fitted detector with the threshold of its training normals.
 *
 * @param name for the table
 * @param threshold an alarm is a score above it
 * @param probability whether a score is a probability of attack, so that the naive cut at 0.5 can be shown
 */
public record Detector(String name, Scorer scorer, double threshold, boolean probability) {

  /**
   * The only way to a threshold: a quantile of what held-out training normals score. No test data is in sight.
   *
   * @param quantile in [0, 1]
   */
  public static Detector of(
      String name, Scorer scorer, HeldOutNormals normals, double quantile, boolean probability) {
    return of(name, scorer, normals.scoredBy(scorer), quantile, probability);
  }

  /**
   * The same where that was scored before.
   *
   * @param normals what {@code scorer} says of held-out training normals
   */
  public static Detector of(
      String name, Scorer scorer, NormalScores normals, double quantile, boolean probability) {
    return new Detector(name, scorer, normals.threshold(quantile), probability);
  }
}
