package io.fedics.fl.round;

import java.util.Optional;

/**
 * Whether a round may begin: asked once more before every try, also of a round that was aborted. Who answers may charge for
 * it, so {@link Permission.Granted} is spent by asking.
 */
@FunctionalInterface
public interface RoundPermit {
  /** Every round, at once. */
  RoundPermit ALWAYS = _ -> new Permission.Granted();

  /** An answer. */
  sealed interface Permission {
    record Granted() implements Permission {}

    /** Nobody is asked anything until {@link RoundEvent.Passed} comes and the answer is another. */
    record NotYet() implements Permission {}

    /** Never again: training ends as if its last round were over. */
    record Denied(String reason) implements Permission {}
  }

  /**
   * @param round from 1
   */
  Permission ask(int round);

  /**
   * Told of every finished round before it is asked for the next one.
   *
   * @return why training ends with this round, also when it is the last that was planned; empty when it goes on
   */
  default Optional<String> finished(RoundReport report) {
    return Optional.empty();
  }
}
