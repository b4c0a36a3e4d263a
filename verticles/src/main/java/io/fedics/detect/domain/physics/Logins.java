package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.SourceFlow;

/** Short exchanges of one source with one login service. Not thread-safe. */
final class Logins {
  /** Guesses differ by the length of a name and a password. */
  private static final double LIKE = 0.05;

  private final RollingSum attempts = new RollingSum();
  private long lastOut = -1;
  private long lastIn = -1;

  /** Whether the exchange is of the same size as the one before, both ways; remembers it. */
  boolean likeTheLast(SourceFlow flow) {
    boolean like = near(flow.bytesOut(), lastOut) && near(flow.bytesIn(), lastIn);
    lastOut = flow.bytesOut();
    lastIn = flow.bytesIn();
    return like;
  }

  private static boolean near(long bytes, long last) {
    return bytes > 0 && last > 0 && Math.abs(bytes - last) <= LIKE * last;
  }

  void add(long second) {
    attempts.add(second, 1);
  }

  long over(Horizon horizon, long second) {
    return attempts.over(horizon, second);
  }
}
