package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Standardisation;
import java.util.Optional;

/**
 * All that training needs to go on behind a round.
 *
 * @param finished rounds behind it; 0 for a model to begin with
 * @param scaling of the features at all sites; empty where sites scale as they like
 */
public record SavedTraining(
    int finished, ModelLayout layout, GlobalModel model, Optional<Standardisation> scaling) {
  public SavedTraining {
    if (finished < 0) {
      throw new IllegalArgumentException("finished: %d (expected: 0 or more)".formatted(finished));
    }
    if (!model.parameters().shapes().equals(layout.shapes())) {
      throw new IllegalArgumentException("parameters: shapes %s (expected: %s)"
          .formatted(model.parameters().shapes(), layout.shapes()));
    }
  }

  /** Where sites scale as they like. */
  public SavedTraining(int finished, ModelLayout layout, GlobalModel model) {
    this(finished, layout, model, Optional.empty());
  }
}
