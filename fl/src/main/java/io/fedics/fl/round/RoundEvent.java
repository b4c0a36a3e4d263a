package io.fedics.fl.round;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.aggregate.Update;
import java.util.Map;
import java.util.Optional;

/** What happened to one client, or that time went by. */
public sealed interface RoundEvent {

  /** Admitted and ready to be asked. */
  record Joined(String client) implements RoundEvent {}

  /** Its stream ended, for whatever reason, or it said that it goes. */
  record Lost(String client, String reason) implements RoundEvent {}

  /** A message of it was not taken; it is let go. */
  record Refused(String client, String reason) implements RoundEvent {}

  /** Told of its rows; checked by whoever decoded it. */
  record Summed(String client, FeatureSums sums) implements RoundEvent {}

  /** Parameters to begin with. */
  record Began(String client, Tensors parameters) implements RoundEvent {}

  /** Trained; checked by whoever decoded it. */
  record Fitted(Update update) implements RoundEvent {}

  /** Judged; numeric metrics by name. */
  record Evaluated(String client, double loss, long examples, Map<String, Double> metrics)
      implements RoundEvent {
    public Evaluated {
      metrics = Map.copyOf(metrics);
    }
  }

  /** Told how its rows lie about the model's cut, if it does; checked by whoever decoded it. */
  record Counted(String client, Optional<LogitCounts> counts) implements RoundEvent {}

  /** Does not judge; trains on. */
  record NotJudged(String client) implements RoundEvent {}

  /** Nothing but time. */
  record Passed() implements RoundEvent {}
}
