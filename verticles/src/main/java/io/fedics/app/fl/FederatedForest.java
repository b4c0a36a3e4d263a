package io.fedics.app.fl;

import io.fedics.app.offline.OfflineStages;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.aggregate.ForestMerge;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.fl.model.tree.ForestTensors;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.simulate.ForestTask;
import io.fedics.fl.site.ForestModel;
import io.fedics.fl.site.SiteModel;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The isolation forest of flows as sites grow it together: trees of all of them, and the bundle of a finished round. */
final class FederatedForest implements FederatedModel {
  private static final String NAME = "iforest-federated";

  private final ForestTensors layout = ForestModel.layout(FlowFeatures.NAMES.size());
  private final Prefixes own;

  /**
   * @param own addresses of simulated plants
   */
  FederatedForest(Prefixes own) {
    this.own = own;
  }

  /**
   * What a site grows.
   *
   * @param name of where the flows are from, for messages
   * @throws UsageException for too few flows
   */
  static SiteModel model(ForestTask.Flows flows, String name) {
    try {
      return new ForestModel(FlowFeatures.NAMES, flows.training(), flows.heldOut());
    } catch (IllegalArgumentException e) {
      throw new UsageException(name + ": " + e.getMessage(), e);
    }
  }

  /** The only strategy there is for trees. */
  ForestMerge strategy() {
    return new ForestMerge(layout);
  }

  /** Trees that have learned nothing. */
  SavedTraining fresh() {
    var model = new ModelLayout(shapes().stream()
        .map(sizes -> new TensorSpec(ElementType.FLOAT64, sizes))
        .toList());
    return new SavedTraining(0, model, GlobalModel.of(Tensors.of(model.shapes(), layout.empty())));
  }

  @Override
  public String kind() {
    return IsolationForest.KIND;
  }

  @Override
  public List<List<Integer>> shapes() {
    return layout.shapes();
  }

  @Override
  public Bundle bundle(SavedTraining last, FederatedOrigin origin, OfflineStages stages) {
    Bundle.Builder made = layout
        .into(
            origin.into(Bundle.of(IsolationForest.KIND, NAME)
                .texts("features", FlowFeatures.NAMES)
                .text("schema", FlowFeatures.SCHEMA)
                .text("card", card(origin))),
            last.model().parameters().values())
        .whole("training_rows", origin.examples());
    origin.loss().ifPresent(score -> made.number("held_out_score", score));
    Bundle bundle = made.build();
    IsolationForest forest = IsolationForest.from(bundle);
    var usual = new ScoreSketch();
    for (Iterator<FlowObserved> flows : FederatedModel.plants()) {
      flows.forEachRemaining(
          flow -> FlowFeatures.of(flow, own).ifPresent(row -> usual.add(forest.score(row))));
    }
    return QuantileTable.of(usual).into(bundle.change()).build();
  }

  private String card(FederatedOrigin origin) {
    return """
        # Isolation forest, of trees of several sites

        A flow that few random cuts set apart from all others is unusual. Scores lie in (0, 1), higher is more unusual.

        - Trees: %d of %d flows each, an equal part of each site.
        - Grown in: run %s, round %d, by %s on %,d flows of their own.
        - Privacy: none. Thresholds of cuts lie between values of a site's flows, and say so much of them.
        - Mean score of flows that the sites kept from training: %s.
        - Calibrated on simulated plants only: every site learns within some twenty minutes what its own flows score; until
          then nothing this model says counts as an anomaly.
        - Not known here: what the sites' flows were. A site that lied has its part of the trees and no more.
        - Not meant for: naming an attack, or judging a host by many flows; the verdict does that.
        """.formatted(
            layout.trees(),
            layout.subsample(),
            origin.run(),
            origin.round(),
            origin.whom(),
            origin.examples(),
            origin.loss().isPresent()
                ? String.format(Locale.ROOT, "%.4f", origin.loss().getAsDouble())
                : "told by none");
  }
}
