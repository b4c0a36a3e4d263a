package io.fedics.fl.benchmark;

import io.fedics.fl.evaluate.Detector;
import io.fedics.fl.evaluate.HeldOutNormals;
import io.fedics.fl.evaluate.NormalScores;
import io.fedics.fl.evaluate.Scorer;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.NeuralInputs;
import io.fedics.fl.model.record.NeuralRecordModel;
import io.fedics.fl.train.lstm.TrainingJvm;
import io.fedics.fl.train.neural.NeuralSettings;
import io.fedics.fl.train.neural.NeuralTraining;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Fits the two networks of a {@link NeuralRecordModel}; tails and threshold come from normals that they did not see. */
final class NeuralFit {
  /** Held-out normals kept in a bundle: enough for a tail of 1 in 4,000. */
  private static final int NORMALS_KEPT = 4_000;

  private final double quantile;
  private final int epochs;
  private final TrainingJvm jvm;
  private final Consumer<String> progress;

  /**
   * @param quantile of held-out training normals that the threshold is, in (0, 1)
   * @param epochs passes over the rows
   * @param progress told a line an epoch
   */
  NeuralFit(double quantile, int epochs, TrainingJvm jvm, Consumer<String> progress) {
    this.quantile = quantile;
    this.epochs = epochs;
    this.jvm = jvm;
    this.progress = progress;
  }

  /**
   * @param name of the bundle
   * @param data whose encoder and words these rows are of
   * @return a bundle without a card
   */
  Bundle fit(String name, Loaded data, TrainingData.Split split, long seed) {
    double[][] rows = split.rest().rows();
    int[] binary = split.rest().binary();
    boolean[] attack = new boolean[rows.length];
    for (int row = 0; row < rows.length; row++) {
      attack[row] = binary[row] == 1;
    }
    NeuralInputs inputs = NeuralInputs.fit(rows, attack, data.shape().words());
    NeuralSettings settings = NeuralSettings.of(inputs.width(), rows[0].length, epochs, seed);
    float[] weights =
        new NeuralTraining(jvm).run(values(rows, attack, inputs, settings), settings, progress);
    int dense = settings.denseWeights();
    Bundle.Builder builder = Bundle.of(NeuralRecordModel.KIND, name)
        .text("card", "# not yet judged")
        .number("quantile", quantile)
        .number("threshold", 1)
        .whole("calibration_rows_held_out", split.normals().size())
        .whole("seed", seed)
        .ints("ann_sizes", new int[] {settings.width(), settings.wide(), settings.narrow(), 1})
        .floats("ann_weights", Arrays.copyOf(weights, dense))
        .whole("lstm_hidden", settings.hidden())
        .floats("lstm_weights", Arrays.copyOfRange(weights, dense, weights.length))
        .doubles("ann_normals", new double[] {0})
        .doubles("lstm_normals", new double[] {0});
    return calibrated(inputs.into(data.encoder().into(builder)).build(), split.normals());
  }

  private Bundle calibrated(Bundle raw, HeldOutNormals normals) {
    NeuralRecordModel model = NeuralRecordModel.from(raw);
    Bundle ranked = raw.change()
        .doubles("ann_normals", kept(normals.scoredBy(each(model::ann))))
        .doubles("lstm_normals", kept(normals.scoredBy(each(model::lstm))))
        .build();
    Scorer combined = attack(NeuralRecordModel.from(ranked));
    double threshold =
        Detector.of(raw.name(), combined, normals, quantile, false).threshold();
    return ranked.change().number("threshold", threshold).build();
  }

  /** Both networks as one detector. */
  static Scorer attack(NeuralRecordModel model) {
    return each(model::attack);
  }

  private static Scorer each(ToDoubleFunction<double[]> score) {
    return rows -> Arrays.stream(rows).parallel().mapToDouble(score).toArray();
  }

  /** Evenly by rank, the highest among them. */
  private static double[] kept(NormalScores normals) {
    int count = Math.min(NORMALS_KEPT, normals.size());
    double[] kept = new double[count];
    for (int i = 0; i < count; i++) {
      kept[i] = normals.threshold((i + 1.0) / count);
    }
    return kept;
  }

  private static float[] values(
      double[][] rows, boolean[] attack, NeuralInputs inputs, NeuralSettings settings) {
    int width = settings.rowValues();
    float[] values = new float[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      float[] dense = inputs.dense(rows[row]);
      float[] columns = inputs.values(rows[row]);
      System.arraycopy(dense, 0, values, row * width, dense.length);
      System.arraycopy(columns, 0, values, row * width + dense.length, columns.length);
      values[(row + 1) * width - 1] = attack[row] ? 1 : 0;
    }
    return values;
  }
}
