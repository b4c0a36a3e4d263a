package io.fedics.ingest.simulate.domain;

/**
 * How an attack goes on: so many steps with waits between.
 *
 * @param perSecond steps a second
 * @param count number of steps, at least 1
 * @param jitter standard deviation of a wait as a share of it; 1 or more: independent of the past
 */
record Pace(double perSecond, long count, double jitter) {

  Pace {
    if (!(perSecond >= 1e-6 && perSecond <= 1e6)) {
      throw new IllegalArgumentException(
          "steps of the attack: " + perSecond + " per second (expected: 0.000001 to 1000000)");
    }
  }

  static Pace over(double seconds, double perSecond, double jitter) {
    return new Pace(perSecond, Math.max(1, Math.round(seconds * perSecond)), jitter);
  }

  /** Microseconds to the next step. */
  long gap(Dice dice) {
    double mean = Timing.SECOND / perSecond;
    double wait =
        jitter >= 1 ? dice.exponential(mean) : mean * Math.max(0.05, 1 + jitter * dice.normal());
    return Math.max(1, (long) wait);
  }

  double seconds() {
    return count / perSecond;
  }

  /** At the same speed for another time. */
  Pace lasting(double seconds) {
    return over(seconds, perSecond, jitter);
  }
}
