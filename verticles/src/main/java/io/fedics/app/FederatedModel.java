package io.fedics.app;

import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.model.Bundle;
import io.fedics.shared.error.UsageException;

/** A model whose shapes the server knows: it draws what sites begin with, and makes a detector of the last round. */
sealed interface FederatedModel permits FederatedLstm, FederatedForest {
  /** As {@code --model} names it. */
  String kind();

  /**
   * @throws UsageException when these are parameters of another model
   */
  void require(SavedTraining training);

  /**
   * What a finished round is as a detector.
   *
   * @param last parameters behind the round
   * @throws UsageException when no site judged the round, so that nobody knows what is usual
   */
  Bundle bundle(SavedTraining last, FederatedOrigin origin, OfflineStages stages);
}
