package io.fedics.ingest;

import java.time.Duration;
import java.time.Instant;

/** How fast flows are published. */
public sealed interface Pace {

  /** As fast as broker and database take them. */
  record Max() implements Pace {}

  /** One flow after each delay. */
  record Every(Duration delay) implements Pace {}

  /** By the flows' own time, {@code factor} times as fast; waits of more than two seconds are jumped. */
  record OwnTime(double factor) implements Pace {}

  /** At the moment each flow ends: the flows' time is the wall clock's. */
  record Live() implements Pace {}

  /** Says when the next flow is due. Not thread-safe. */
  final class Metronome {
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private final Pace pace;
    private final long startMillis;
    private long sent;
    private long offsetMillis = Long.MIN_VALUE;

    public Metronome(Pace pace, long nowMillis) {
      this.pace = pace;
      this.startMillis = nowMillis;
    }

    /** Milliseconds until the flow may be published, 0 when it is due. */
    public long waitMillis(Instant observedAt, long nowMillis) {
      return switch (pace) {
        case Max _ -> 0;
        case Every every -> Math.max(0, startMillis + sent * every.delay().toMillis() - nowMillis);
        case Live _ -> Math.max(0, observedAt.toEpochMilli() - nowMillis);
        case OwnTime own -> ownTime(own.factor(), observedAt, nowMillis);
      };
    }

    private long ownTime(double factor, Instant observedAt, long nowMillis) {
      long scaled = (long) (observedAt.toEpochMilli() / factor);
      if (offsetMillis == Long.MIN_VALUE
          || scaled + offsetMillis - nowMillis > LONGEST_WAIT_MILLIS) {
        offsetMillis = nowMillis - scaled;
      }
      return Math.max(0, scaled + offsetMillis - nowMillis);
    }

    /** Call for every flow that was published. */
    public void sent() {
      sent++;
    }
  }
}
