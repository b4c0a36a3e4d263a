package io.fedics.app.fl;

import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelStore;
import io.fedics.app.config.Configs;
import io.fedics.app.offline.OfflineStages;
import io.fedics.federate.DetectorModel;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.RoundCompleted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model of the stage that {@code up} runs, made and kept as {@code fl server --model} does it. */
public final class StageModel implements DetectorModel {
  private static final Logger LOG = LoggerFactory.getLogger(StageModel.class);

  /** As {@code fl server} draws them. */
  private static final long SEED = 1;

  private final FederatedModel model;
  private final OfflineStages stages;
  private final Path folder;

  private StageModel(FederatedModel model, OfflineStages stages, Path folder) {
    this.model = model;
    this.stages = stages;
    this.folder = folder;
  }

  /**
   * As {@code federate.model} says; empty when clients bring the model.
   *
   * @param folder of the data; need not hold models yet
   */
  public static Optional<DetectorModel> of(Configs configs, Path folder) {
    return FederatedModel.named(configs.federate().model(), configs)
        .map(model ->
            new StageModel(model, OfflineStages.from(configs), ModelCatalogue.models(folder)));
  }

  @Override
  public SavedTraining begin() {
    return switch (model) {
      case FederatedLstm lstm -> lstm.fresh(SEED);
      case FederatedForest forest -> forest.fresh();
    };
  }

  @Override
  public Optional<Strategy> strategy() {
    return switch (model) {
      case FederatedLstm _ -> Optional.empty();
      case FederatedForest forest -> Optional.of(forest.strategy());
    };
  }

  @Override
  public void keep(SavedTraining saved, RoundCompleted round, List<ClientReported> reports) {
    if (isKept(round)) {
      return;
    }
    Bundle bundle = model.bundle(saved, FederatedOrigin.of(round, reports), stages);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
    }
    FlFolder.replace(folder.resolve(bundle.sha256() + ModelStore.ENDING), bundle.content());
    LOG.info(
        "round {} of {} became {}; models activate puts it on trial",
        round.round(),
        round.run(),
        bundle);
  }

  private boolean isKept(RoundCompleted round) {
    return new ModelStore(Optional.of(folder))
        .ofFolder().stream()
            .filter(it -> it.role().equals(model.kind()) && it.has("run") && it.has("round"))
            .anyMatch(
                it -> it.text("run").equals(round.run()) && it.whole("round") == round.round());
  }
}
