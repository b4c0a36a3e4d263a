package io.fedics.fl.train.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.NeuralInputs;
import io.fedics.fl.model.record.NeuralRecordModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What DL4J fits is what our own code scores. */
class NeuralNetworksTest {
  private static final int[] WORDS = {2};
  private static final int NUMBERS = 3;

  private final double[][] rows = rows();
  private final boolean[] attack = attacks();
  private final NeuralInputs inputs = NeuralInputs.fit(rows, attack, WORDS);
  private final NeuralSettings settings =
      new NeuralSettings(inputs.width(), NUMBERS + 1, 6, 5, 3, 1, 8, 1e-2, 7);
  private final NeuralNetworks networks = new NeuralNetworks(settings);

  @Test
  void weights_afterSomeSteps_scoreAsDl4jDoes() {
    float[] values = values();
    for (int step = 0; step < 20; step++) {
      networks.fit(values, rows.length);
    }
    float[][] expected = networks.probabilities(values, rows.length);
    NeuralRecordModel model = NeuralRecordModel.from(bundle(networks.weights()));
    for (int row = 0; row < rows.length; row++) {
      assertThat(logistic(model.ann(rows[row]))).isEqualTo(expected[0][row], within(1e-5));
      assertThat(logistic(model.lstm(rows[row]))).isEqualTo(expected[1][row], within(1e-5));
    }
  }

  @Test
  void judge_scoresAboveAllNormals_isAnAlarmWhateverTheScale() {
    NeuralRecordModel model = NeuralRecordModel.from(
        bundle(networks.weights()).change().number("threshold", 0.9).build());
    double attack = model.attack(rows[0]);
    assertThat(attack).isBetween(0.0, 1.0);
    var judged = model.judge(Map.of("n0", "5", "n1", "1", "n2", "0", "w", "never held"));
    assertThat(judged.probabilities().getFirst() + judged.attack()).isEqualTo(1, within(1e-12));
    assertThat(judged.alarm()).isEqualTo(judged.attack() > 0.9);
  }

  private Bundle bundle(float[] weights) {
    int dense = settings.denseWeights();
    return inputs
        .into(Bundle.of(NeuralRecordModel.KIND, "threat"))
        .text("card", "# test")
        .texts("features", List.of("n0", "n1", "n2", "w"))
        .doubles("number_low", new double[] {-100, -100, -100})
        .doubles("number_high", new double[] {100, 100, 100})
        .ints("word_counts", WORDS)
        .texts("words", List.of("a", "b"))
        .ints("ann_sizes", new int[] {settings.width(), settings.wide(), settings.narrow(), 1})
        .floats("ann_weights", Arrays.copyOf(weights, dense))
        .whole("lstm_hidden", settings.hidden())
        .floats("lstm_weights", Arrays.copyOfRange(weights, dense, weights.length))
        .doubles("ann_normals", new double[] {-1, 0, 1})
        .doubles("lstm_normals", new double[] {-1, 0, 1})
        .number("threshold", 0.5)
        .build();
  }

  private float[] values() {
    float[] values = new float[rows.length * settings.rowValues()];
    for (int row = 0; row < rows.length; row++) {
      int at = row * settings.rowValues();
      System.arraycopy(inputs.dense(rows[row]), 0, values, at, settings.width());
      System.arraycopy(
          inputs.values(rows[row]), 0, values, at + settings.width(), settings.steps());
      values[at + settings.rowValues() - 1] = attack[row] ? 1 : 0;
    }
    return values;
  }

  private static double[][] rows() {
    var random = new SplittableRandom(11);
    double[][] rows = new double[24][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new double[] {
        random.nextGaussian() * 9, random.nextDouble(), random.nextInt(50), random.nextInt(-1, 2)
      };
    }
    return rows;
  }

  private boolean[] attacks() {
    boolean[] attacks = new boolean[rows.length];
    for (int row = 0; row < attacks.length; row++) {
      attacks[row] = rows[row][0] > 0;
    }
    return attacks;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
