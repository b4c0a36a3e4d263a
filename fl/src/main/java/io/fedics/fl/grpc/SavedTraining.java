package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.OutputCut;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.round.RoundConfig;
import java.util.Map;
import java.util.Optional;

/**
 * All that training needs to go on behind a round.
 *
 * @param finished rounds behind it; 0 for a model to begin with
 * @param scaling of the features at all sites; empty where sites scale as they like
 * @param refusals by site: how many of its messages were refused; of sites that are known again only
 */
public record SavedTraining(
    int finished,
    ModelLayout layout,
    GlobalModel model,
    Optional<Standardisation> scaling,
    Map<String, Integer> refusals) {
  public SavedTraining {
    refusals = Map.copyOf(refusals);
    if (finished < 0) {
      throw new IllegalArgumentException("finished: %d (expected: 0 or more)".formatted(finished));
    }
    if (!model.parameters().shapes().equals(layout.shapes())) {
      throw new IllegalArgumentException("parameters: shapes %s (expected: %s)"
          .formatted(model.parameters().shapes(), layout.shapes()));
    }
  }

  /** Where nothing was refused. */
  public SavedTraining(
      int finished, ModelLayout layout, GlobalModel model, Optional<Standardisation> scaling) {
    this(finished, layout, model, scaling, Map.of());
  }

  /** Where sites scale as they like, and nothing was refused. */
  public SavedTraining(int finished, ModelLayout layout, GlobalModel model) {
    this(finished, layout, model, Optional.empty());
  }

  /** The same, where so many messages of sites were refused. */
  public SavedTraining withRefusals(Map<String, Integer> refusals) {
    return new SavedTraining(finished, layout, model, scaling, refusals);
  }

  /**
   * That rounds so configured may go on from here. A model that was trained on scaled rows means nothing on others; one
   * without rounds behind it may be scaled anew.
   *
   * @return this
   * @throws IllegalArgumentException that names the setting, {@code fl.scaling} or {@code fl.calibrate-cut}
   */
  public SavedTraining requireFor(RoundConfig rounds) {
    boolean isScaled = scaling.isPresent();
    boolean mayBegin = finished == 0 && !isScaled;
    if (!mayBegin && isScaled != (rounds.scaling() == Scaling.SUMS)) {
      throw new IllegalArgumentException("fl.scaling: %s (expected: %s, as the model was trained)"
          .formatted(rounds.scaling().word(), (isScaled ? Scaling.SUMS : Scaling.PUBLIC).word()));
    }
    if (rounds.calibratesCut()) {
      try {
        layout.requireFractionsLast();
        OutputCut.require(model.parameters());
      } catch (RefusedException | IllegalArgumentException e) {
        throw new IllegalArgumentException("fl.calibrate-cut: " + e.getMessage(), e);
      }
    }
    return this;
  }
}
