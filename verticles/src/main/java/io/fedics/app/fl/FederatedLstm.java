package io.fedics.app.fl;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.offline.HostWindows;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.train.SequenceCalibration;
import io.fedics.detect.domain.learned.HostSecondFeatures;
import io.fedics.detect.domain.learned.SequenceMemory;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.model.lstm.WindowErrors;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.fl.train.lstm.LstmStart;
import io.fedics.shared.event.FlowObserved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The autoencoder of host-seconds as sites train it together: the parameters they begin with, and the bundle of a finished
 * round. Features, means and scales are those of the bundle that comes with the program.
 */
final class FederatedLstm implements FederatedModel {
  private static final String NAME = "lstm-federated";

  private final Bundle frame = ModelStore.ofShipped().shipped(LstmAutoencoder.KIND);
  private final LstmShape shape = LstmAutoencoder.from(frame).shape();

  /** Weights that have learned nothing; equal seeds, equal weights. */
  SavedTraining fresh(long seed) {
    return begin(LstmStart.of(shape, seed).parameters());
  }

  /** Weights of the bundle that comes with the program. */
  SavedTraining shipped() {
    return begin(LstmWeights.from(frame).parameters());
  }

  private SavedTraining begin(float[] weights) {
    double[] values =
        IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).toArray();
    ModelLayout layout = layout();
    return new SavedTraining(0, layout, GlobalModel.of(Tensors.of(layout.shapes(), values)));
  }

  private ModelLayout layout() {
    return new ModelLayout(shapes().stream()
        .map(sizes -> new TensorSpec(ElementType.FLOAT32, sizes))
        .toList());
  }

  @Override
  public String kind() {
    return LstmAutoencoder.KIND;
  }

  @Override
  public List<List<Integer>> shapes() {
    return LstmTensor.shapes(shape);
  }

  @Override
  public Bundle bundle(SavedTraining last, FederatedOrigin origin, OfflineStages stages) {
    double usual = origin.loss().orElseGet(() -> errorOnPlants(last, stages));
    Bundle.Builder bundle = origin
        .into(Bundle.of(LstmAutoencoder.KIND, NAME)
            .texts("features", HostSecondFeatures.NAMES)
            .text("schema", HostSecondFeatures.SCHEMA)
            .text("card", card(origin, usual)))
        .whole("training_windows", origin.examples())
        .number("held_out_error", usual);
    Bundle model = with(weights(last), bundle);
    ScoreSketch scores = SequenceCalibration.scores(model, stages, FederatedModel.plants());
    return QuantileTable.of(scores).into(model.change()).build();
  }

  private Bundle with(LstmWeights weights, Bundle.Builder bundle) {
    return LstmAutoencoder.into(
            bundle,
            weights,
            frame.floats("means", shape.features()),
            frame.floats("scales", shape.features()))
        .build();
  }

  /** Where no site tells what is usual; a detector learns each host's own error from there. */
  private double errorOnPlants(SavedTraining last, OfflineStages stages) {
    LstmAutoencoder model = LstmAutoencoder.from(with(weights(last), frame.change()));
    List<float[]> windows = new ArrayList<>();
    for (Iterator<FlowObserved> flows : FederatedModel.plants()) {
      HostWindows.forEach(stages, flows, SequenceMemory.STEPS, (_, memory) -> {
        float[] values = new float[HostWindows.SIZE];
        memory.window(values, 0);
        windows.add(values);
      });
    }
    return Arrays.stream(WindowErrors.of(model, windows)).average().orElseThrow();
  }

  private LstmWeights weights(SavedTraining last) {
    double[] values = last.model().parameters().values();
    float[] weights = new float[values.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) values[i];
    }
    return LstmWeights.of(shape, weights);
  }

  private static String card(FederatedOrigin origin, double usual) {
    return """
        # LSTM autoencoder, trained by several sites

        Repeats the last minute of a host through a narrow layer; what it cannot repeat is unusual.

        - Trained in: run %s, round %d, strategy %s, by %s on %,d windows of their own in that round.
        - Privacy: %s.
        - Mean squared error on windows %s: %.4f.
        - Calibrated on simulated plants only: every site learns within some twenty minutes what its own windows score; until
          then nothing this model says counts as an anomaly.
        - Not known here: what the sites' windows held. A site that lied is bounded by the strategy only.
        - Not meant for: naming an attack, or hosts that are seldom active: a silent host is not judged.
        """.formatted(
            origin.run(),
            origin.round(),
            origin.strategy(),
            origin.whom(),
            origin.examples(),
            origin.privacy(),
            origin.loss().isPresent()
                ? "that the sites kept from training, with the noise of those that keep privacy"
                : "of simulated plants, because no site told its own",
            usual);
  }
}
