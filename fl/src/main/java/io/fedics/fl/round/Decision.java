package io.fedics.fl.round;

import java.time.Instant;
import java.util.List;

/** What is to be done now, in this order. {@code U} is what parameters are. */
public sealed interface Decision<U> {

  /** Ask for parameters to begin with. */
  record AskParameters<U>(String client) implements Decision<U> {}

  record AskFit<U>(String client, int round, U parameters) implements Decision<U> {}

  record AskEvaluate<U>(String client, int round, U parameters) implements Decision<U> {}

  /** Close the stream; the reason is for the client, the log and the counters. */
  record LetGo<U>(String client, String reason) implements Decision<U> {}

  /** Store the parameters before anything that follows: a restart continues behind this round. */
  record Finished<U>(RoundReport report, U parameters) implements Decision<U> {}

  /** Too few answered; the same round is tried again with those who are there. */
  record Aborted<U>(RoundReport report) implements Decision<U> {}

  /** Say goodbye: training is over. */
  record Ended<U>(List<String> clients) implements Decision<U> {
    public Ended {
      clients = List.copyOf(clients);
    }
  }

  /** Tell {@link RoundEvent.Passed} then. */
  record WakeAt<U>(Instant at) implements Decision<U> {}
}
