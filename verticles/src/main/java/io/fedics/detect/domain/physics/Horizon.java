package io.fedics.detect.domain.physics;

/** How far back a rule looks: one port a second is a scan, and so is one a minute. */
enum Horizon {
  SECOND(1, "1s"),
  TEN_SECONDS(10, "10s"),
  MINUTE(60, "1m"),
  TEN_MINUTES(600, "10m"),
  HOUR(3_600, "1h");

  private static final double DAY = 86_400;

  private final long seconds;
  private final String wireName;

  Horizon(long seconds, String wireName) {
    this.seconds = seconds;
    this.wireName = wireName;
  }

  long seconds() {
    return seconds;
  }

  /** As in a reason's feature: {@code distinct-ports-10m}. */
  String wireName() {
    return wireName;
  }

  /** First second of the horizon that ends with {@code second}. */
  long from(long second) {
    return second - seconds + 1;
  }

  /** How often a day a site of {@code hosts} hosts is looked at with this horizon. */
  double tests(double hosts) {
    return hosts * DAY / seconds;
  }
}
