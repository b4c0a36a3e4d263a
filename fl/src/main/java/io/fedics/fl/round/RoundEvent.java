package io.fedics.fl.round;

import java.util.Map;

/** What happened to one client, or that time went by. {@code U} is what a client's training gives. */
public sealed interface RoundEvent<U> {

  /** Admitted and ready to be asked. */
  record Joined<U>(String client) implements RoundEvent<U> {}

  /** Its stream ended, for whatever reason. */
  record Lost<U>(String client, String reason) implements RoundEvent<U> {}

  /** A message of it was not taken; it is let go. */
  record Refused<U>(String client, String reason) implements RoundEvent<U> {}

  /** Parameters to begin with. */
  record Began<U>(String client, U parameters) implements RoundEvent<U> {}

  /** Trained; checked by whoever decoded it. */
  record Fitted<U>(String client, U update, long examples) implements RoundEvent<U> {}

  /** Judged; numeric metrics by name. */
  record Evaluated<U>(String client, double loss, long examples, Map<String, Double> metrics)
      implements RoundEvent<U> {
    public Evaluated {
      metrics = Map.copyOf(metrics);
    }
  }

  /** Nothing but time. */
  record Passed<U>() implements RoundEvent<U> {}
}
