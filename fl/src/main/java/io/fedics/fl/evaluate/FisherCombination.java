package io.fedics.fl.evaluate;

import java.util.Arrays;
import java.util.List;

/**
 * Several detectors as one: {@code −Σ wᵢ ln tailᵢ}, where a tail is the share of held-out normals that score at least as
 * high. It feeds on ranks among normals, never on raw scores, so no detector's scale outweighs another's.
 *
 * <p>Source: Fisher 1932, Statistical Methods for Research Workers, section 21.1; weights as Good 1955.
 */
public final class FisherCombination implements Scorer {
  private final List<Part> parts;

  /**
   * @param normals its scores of held-out normals
   * @param weight above 0
   */
  public record Part(Scorer scorer, NormalScores normals, double weight) {}

  public FisherCombination(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public double[] score(double[][] rows) {
    double[] sums = new double[rows.length];
    for (Part part : parts) {
      double[] scores = part.scorer.score(rows);
      Arrays.setAll(
          sums, row -> sums[row] - part.weight * Math.log(part.normals.tail(scores[row])));
    }
    return sums;
  }
}
