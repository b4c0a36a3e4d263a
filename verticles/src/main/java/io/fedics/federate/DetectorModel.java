package io.fedics.federate;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.RoundCompleted;
import java.util.List;
import java.util.Optional;

/** A detector's model that sites train together: the server draws what they begin with, and rounds become bundles. */
public interface DetectorModel {

  /** What sites begin with; updates of other shapes are refused. */
  SavedTraining begin();

  /** The only strategy there is for it; empty when the settings say which. */
  Optional<Strategy> strategy();

  /**
   * Puts a round among the models that can be activated; once, however often it is called. Blocks for seconds.
   *
   * @param saved parameters behind the round
   * @param reports of the clients whose updates were taken
   * @throws java.io.UncheckedIOException when it cannot be written
   * @throws IllegalArgumentException when the parameters are no model
   */
  void keep(SavedTraining saved, RoundCompleted round, List<ClientReported> reports);
}
