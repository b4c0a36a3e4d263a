package io.fedics.fl.round;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What is to be done now, in this order. */
public sealed interface Decision {

  /** Ask for sums of its rows. */
  record AskSums(String client) implements Decision {}

  /**
   * Tell it to all who are asked from now on.
   *
   * @param scaling of the features at all sites
   * @param sites that told of their rows
   * @param rows of these sites
   */
  record Scaled(Standardisation scaling, int sites, long rows) implements Decision {}

  /** Ask for parameters to begin with. */
  record AskParameters(String client) implements Decision {}

  /** Train; {@code config} is what the strategy tells clients beside the round. */
  record AskFit(String client, int round, Tensors parameters, Map<String, Double> config)
      implements Decision {
    public AskFit {
      config = Map.copyOf(config);
    }
  }

  /** Ask how its rows lie about the model's cut. */
  record AskCounts(String client, int round, Tensors parameters) implements Decision {}

  /**
   * The model of the last round has the cut that rows of sites ask for.
   *
   * @param sites that told
   * @param rows of these sites
   * @param cut logit that is 0 now; empty where they told too little, and it is where training left it
   */
  record Calibrated(int sites, long rows, OptionalDouble cut) implements Decision {}

  record AskEvaluate(String client, int round, Tensors parameters) implements Decision {}

  /** Close the stream; the reason is for the client, the log and the counters. */
  record LetGo(String client, String reason) implements Decision {}

  /** Store the model before anything that follows: a restart continues behind this round. */
  record Finished(RoundReport report, GlobalModel model) implements Decision {}

  /** Too few answered; the same round is tried again with those who are there. */
  record Aborted(RoundReport report) implements Decision {}

  /** Too few are there for the round that is next. */
  record Waiting(int round, int present, int needed) implements Decision {}

  /** No further round is permitted; {@link Ended} follows. */
  record Stopped(int finished, String reason) implements Decision {}

  /** Say goodbye: training is over. */
  record Ended(List<String> clients) implements Decision {
    public Ended {
      clients = List.copyOf(clients);
    }
  }

  /** Tell {@link RoundEvent.Passed} then. */
  record WakeAt(Instant at) implements Decision {}
}
