package io.fedics.detect.domain.physics;

/**
 * What is expected of a count when a host has no past of its own.
 *
 * @param burst size of an ordinary burst, added to what is expected at every horizon; above 0
 * @param perHour mean number of such events of an ordinary host in an hour, besides bursts and its own rate; at least 0
 * @param shape of the negative binomial, above 0: small means bursty
 */
public record CountPrior(double burst, double perHour, double shape) {

  public CountPrior {
    requireAbove("burst", burst, 0);
    if (!(perHour >= 0 && perHour < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("per-hour: " + perHour + " (expected: 0 or more)");
    }
    requireAbove("shape", shape, 0);
  }

  private static void requireAbove(String name, double value, double bound) {
    if (!(value > bound && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: above " + bound + ")");
    }
  }

  /**
   * @param ownRate the host's own events per second
   */
  double expected(Horizon horizon, double ownRate) {
    return burst + (perHour / 3_600 + ownRate) * horizon.seconds();
  }
}
