package io.fedics.fl.evaluate;

/**
 * Alarms over time with two thresholds: raised above the higher, kept until a score falls to the lower. An attack whose
 * score wavers is one alarm, not many.
 *
 * @param raise an alarm begins with a score above it
 * @param clear an alarm ends with a score at or below it; at most {@code raise}
 */
public record Latch(double raise, double clear) {
  public Latch {
    if (!(clear <= raise)) {
      throw new IllegalArgumentException(
          "latch: clear %s, raise %s (expected: clear at most raise)".formatted(clear, raise));
    }
  }

  /**
   * @param scores in time order
   * @return an alarm or none at each time
   */
  public boolean[] alarms(double[] scores) {
    boolean[] alarms = new boolean[scores.length];
    boolean raised = false;
    for (int t = 0; t < scores.length; t++) {
      raised = scores[t] > (raised ? clear : raise);
      alarms[t] = raised;
    }
    return alarms;
  }
}
