package io.fedics.fl.train.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class LstmGraphTest {
  private static final LstmShape SHAPE = LstmShape.standard(16);
  private static final int WINDOWS = 20;
  private static final double TOLERANCE = 1e-5;

  private final float[] windows = windows();

  @Test
  void score_ofWeightsOfDl4j_isWhatDl4jGives() {
    var graph = new LstmGraph(SHAPE, 1e-2, 1, 5);
    for (int i = 0; i < 2; i++) {
      graph.fit(windows, WINDOWS);
    }
    assertEqualScores(graph);
  }

  @Test
  void score_ofLargeWeights_isWhatDl4jGives() {
    var random = new Random(11);
    float[] parameters = new float[LstmTensor.parameters(SHAPE)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.3 * random.nextGaussian());
    }
    var graph = new LstmGraph(SHAPE, 1e-2, 1, 5);
    graph.load(LstmWeights.of(SHAPE, parameters));
    assertThat(graph.weights().parameters()).containsExactly(parameters);
    assertEqualScores(graph);
  }

  private void assertEqualScores(LstmGraph graph) {
    LstmAutoencoder model = LstmAutoencoder.from(bundle(graph.weights()));
    LstmScores scores = model.scores(WINDOWS);
    model.score(windows, WINDOWS, scores);
    INDArray output = graph.output(graph.columns(windows, WINDOWS));
    for (int window = 0; window < WINDOWS; window++) {
      double sum = 0;
      for (int f = 0; f < SHAPE.features(); f++) {
        double squares = 0;
        double shown = 0;
        for (int step = 0; step < SHAPE.steps(); step++) {
          double out = output.getDouble(window, f, step);
          double difference = out - windows[at(window, step, f)];
          squares += difference * difference;
          shown += step >= SHAPE.steps() - 10 ? out / 10 : 0;
        }
        assertThat((double) scores.expected(window, f)).isCloseTo(shown, within(TOLERANCE));
        assertThat((double) scores.featureError(window, f))
            .isCloseTo(squares / SHAPE.steps(), within(TOLERANCE));
        sum += squares / SHAPE.steps();
      }
      assertThat((double) scores.error(window))
          .isCloseTo(sum / SHAPE.features(), within(TOLERANCE));
    }
  }

  /** Normalisation that changes nothing. */
  private static Bundle bundle(LstmWeights weights) {
    float[] ones = new float[SHAPE.features()];
    Arrays.fill(ones, 1);
    List<String> names =
        IntStream.range(0, SHAPE.features()).mapToObj(f -> "f" + f).toList();
    var bundle = Bundle.of(LstmAutoencoder.KIND, "test")
        .texts("features", names)
        .text("schema", "test/1")
        .text("card", "# test");
    return LstmAutoencoder.into(bundle, weights, new float[SHAPE.features()], ones)
        .build();
  }

  private static int at(int window, int step, int feature) {
    return (window * SHAPE.steps() + step) * SHAPE.features() + feature;
  }

  private static float[] windows() {
    var random = new Random(3);
    float[] windows = new float[WINDOWS * SHAPE.windowValues()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = (float) random.nextGaussian();
    }
    return windows;
  }
}
