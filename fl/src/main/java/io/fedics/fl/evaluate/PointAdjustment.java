package io.fedics.fl.evaluate;

/**
 * Refused. Counting a whole attack as found after one alarm inside it gives a detector that guesses at random the best
 * figures there are (Kim et al. 2022, "Towards a rigorous evaluation of time-series anomaly detection", AAAI).
 */
public final class PointAdjustment {
  /** Why, in one sentence. */
  public static final String REFUSED =
      "point adjustment is refused: one alarm inside an attack would count as all of it, which rewards guessing at random"
          + " (expected: eTaPR)";

  private PointAdjustment() {}
}
