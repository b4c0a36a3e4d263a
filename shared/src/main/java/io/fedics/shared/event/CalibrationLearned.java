package io.fedics.shared.event;

import java.util.List;

/**
 * From {@code fromSecond} (epoch) on, a detector's raw scores at this site mean what this table says. A score's {@code
 * tail} is the share of the site's known-normal scores that are at least as high.
 *
 * @param detector {@code iforest}, {@code lstm}
 * @param modelSha256 bundle whose scores these are; the table is void for another one
 * @param rows known-normal scores behind the table
 * @param scores raw scores, rising
 * @param tails share of scores at or above, falling, in [0, 1]
 */
public record CalibrationLearned(
    String site,
    String source,
    long seq,
    long fromSecond,
    String detector,
    String modelSha256,
    long rows,
    List<Double> scores,
    List<Double> tails)
    implements ControlEvent {

  public CalibrationLearned {
    if (scores.size() != tails.size()) {
      throw new IllegalArgumentException(
          "tails: " + tails.size() + " (expected: one a score, " + scores.size() + ")");
    }
    scores = List.copyOf(scores);
    tails = List.copyOf(tails);
  }
}
