package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.GlobalModel;

/**
 * All that training needs to go on behind a round.
 *
 * @param finished rounds behind it; 0 for a model to begin with
 */
public record SavedTraining(int finished, ModelLayout layout, GlobalModel model) {
  public SavedTraining {
    if (finished < 0) {
      throw new IllegalArgumentException("finished: %d (expected: 0 or more)".formatted(finished));
    }
    if (!model.parameters().shapes().equals(layout.shapes())) {
      throw new IllegalArgumentException("parameters: shapes %s (expected: %s)"
          .formatted(model.parameters().shapes(), layout.shapes()));
    }
  }
}
