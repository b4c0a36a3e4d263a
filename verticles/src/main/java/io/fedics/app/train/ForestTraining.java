package io.fedics.app.train;

import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.train.IsolationForestTrainer;
import java.util.List;

/**
 * Trains the isolation forest of flows. One flow in {@value #HELD_OUT} is kept apart for the calibration, so that the
 * table says what unseen normal flows score.
 */
public final class ForestTraining {
  static final int HELD_OUT = 3;

  private ForestTraining() {}

  /**
   * @param flows presumed normal, rows of {@link FlowFeatures}
   * @param origin where they are from, for the card
   */
  public static Bundle train(List<double[]> flows, String origin, long seed) {
    double[][] rows = flows.stream().toArray(double[][]::new);
    double[][] training = java.util.stream.IntStream.range(0, rows.length)
        .filter(i -> i % HELD_OUT != 0)
        .mapToObj(i -> rows[i])
        .toArray(double[][]::new);
    var forest =
        IsolationForest.from(IsolationForestTrainer.train(training, FlowFeatures.NAMES, seed));
    var sketch = new ScoreSketch();
    for (int i = 0; i < rows.length; i += HELD_OUT) {
      sketch.add(forest.score(rows[i]));
    }
    Bundle.Builder bundle = forest
        .bundle()
        .change()
        .text("schema", FlowFeatures.SCHEMA)
        .text("origin", origin)
        .text("card", card(forest.bundle().card(), origin, sketch.rows()));
    return QuantileTable.of(sketch).into(bundle).build();
  }

  private static String card(String model, String origin, long calibration) {
    return model
        + """

        - Judges: one flow by %d numbers, schema %s; no address is among them.
        - Learned from: %s.
        - Calibrated on: %d flows that were not learned from.
        - Meant for: sites of machines and controllers. Every site learns within some twenty minutes what its own flows
          score; until then nothing this model says counts as an anomaly.
        - Not meant for: naming an attack, or judging a host by many flows; the verdict does that.
        """.formatted(FlowFeatures.NAMES.size(), FlowFeatures.SCHEMA, origin, calibration);
  }
}
