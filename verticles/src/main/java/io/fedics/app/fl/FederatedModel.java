package io.fedics.app.fl;

import io.fedics.app.config.Configs;
import io.fedics.app.offline.BenignPlant;
import io.fedics.app.offline.OfflineStages;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** A model whose shapes the server knows: it draws what sites begin with, and makes a detector of the last round. */
sealed interface FederatedModel permits FederatedLstm, FederatedForest {
  /** As {@code --model} names it. */
  String kind();

  /**
   * @param kind {@code lstm} or {@code iforest}; empty for any other
   */
  static Optional<FederatedModel> named(String kind, Configs configs) {
    return switch (kind) {
      case LstmAutoencoder.KIND -> Optional.of(new FederatedLstm());
      case IsolationForest.KIND ->
        Optional.of(
            new FederatedForest(Prefixes.of(configs.physics().rules().site().ownPrefixes())));
      default -> Optional.empty();
    };
  }

  /** Of its parameters. */
  List<List<Integer>> shapes();

  /**
   * @throws UsageException when these are parameters of another model
   */
  default void require(SavedTraining training) {
    if (!training.layout().shapes().equals(shapes())) {
      throw new UsageException(
          "--model: %s (expected: the model of the training in the data folder, shapes %s; --fresh begins anew)"
              .formatted(kind(), training.layout().shapes()));
    }
  }

  /** Simulated plants whose flows say what is rare until a site has its own calibration. */
  static List<Iterator<FlowObserved>> plants() {
    return LongStream.of(6_001, 6_002)
        .mapToObj(seed -> BenignPlant.flows(seed, Duration.ofHours(1)))
        .toList();
  }

  /**
   * What a finished round is as a detector.
   *
   * @param last parameters behind the round
   */
  Bundle bundle(SavedTraining last, FederatedOrigin origin, OfflineStages stages);
}
