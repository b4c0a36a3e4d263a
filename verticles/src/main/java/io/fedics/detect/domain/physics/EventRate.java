package io.fedics.detect.domain.physics;

/**
 * How often something rare happens to a host when nothing is wrong: events per second, learned from what was judged
 * harmless. It remembers a week; after learning, one span can raise it by a capped share only, so that patience does
 * not teach it an attack. Not thread-safe.
 */
final class EventRate {
  private static final double WEEK = 7 * 86_400.0;

  /** Seconds of silence a new host is credited with, so that few events are no high rate. */
  private static final double CREDIT = 3_600;

  private static final double SHORTEST = 60;

  private double events;
  private double seconds;

  /** Events per second; 0 before the first. */
  double perSecond() {
    return events / (seconds + CREDIT);
  }

  /** Events per second without the credit, for what goes on all the time. */
  double steadyPerSecond() {
    return events / Math.max(SHORTEST, seconds);
  }

  double seconds() {
    return seconds;
  }

  /** Learns without a cap: the learning phase. */
  void learn(double count, double span) {
    events += count;
    seconds += Math.max(0, span);
    if (seconds > WEEK) {
      events *= WEEK / seconds;
      seconds = WEEK;
    }
  }

  /**
   * Learns at most the known rate and {@code drift} a day more.
   *
   * @param drift growth a day, e.g. 0.5; at least 0
   */
  void learnCapped(double count, double span, double drift) {
    double usual = perSecond() * span;
    learn(Math.min(count, usual + drift * Math.max(usual, span / 86_400)), span);
  }
}
