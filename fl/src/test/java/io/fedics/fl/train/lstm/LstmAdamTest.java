package io.fedics.fl.train.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.model.lstm.LstmShape;
import io.fedics.fl.model.lstm.LstmTensor;
import io.fedics.fl.model.lstm.LstmWeights;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LstmAdamTest {
  private static final LstmShape SHAPE = new LstmShape(20, 6, 12, 5);
  private static final double RATE = 1e-3;

  @Test
  void fit_fromTheSameWeights_learnsWhatDl4jLearns() {
    for (double clip : new double[] {0.05, 1e6}) {
      LstmWeights start = LstmAdam.start(SHAPE, new SplittableRandom(3));
      var own = new LstmAdam(start, RATE, clip);
      var graph = new LstmGraph(SHAPE, RATE, clip, 5);
      graph.load(start);
      float[] windows = windows();
      for (int step = 0; step < 3; step++) {
        own.fit(windows, 16);
        graph.fit(windows, 16);
      }
      float[] found = own.weights().parameters();
      float[] expected = graph.weights().parameters();
      double moved = 0;
      double apart = 0;
      for (int i = 0; i < found.length; i++) {
        moved += Math.abs(expected[i] - start.parameters()[i]);
        apart += Math.abs(expected[i] - found[i]);
      }
      assertThat(moved / found.length).isBetween(RATE, 3 * RATE);
      // a gradient of nearly nothing may be rounded to either sign, and Adam makes whole steps of
      // signs
      assertThat(apart).isLessThan(1e-3 * moved);
    }
  }

  @Test
  void start_forgetGates_areOpen() {
    float[] bias = LstmAdam.start(SHAPE, new SplittableRandom(3)).tensor(LstmTensor.DECODER_BIAS);
    assertThat(Arrays.copyOfRange(bias, 12, 24)).containsOnly(1);
    assertThat(Arrays.copyOfRange(bias, 24, 48)).containsOnly(0);
  }

  private static float[] windows() {
    var random = new Random(4);
    float[] windows = new float[16 * SHAPE.windowValues()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = (float) random.nextGaussian();
    }
    return windows;
  }
}
