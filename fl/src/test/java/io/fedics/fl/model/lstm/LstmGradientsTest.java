package io.fedics.fl.model.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LstmGradientsTest {
  /** No size is a multiple of what is computed at once. */
  private static final LstmShape SHAPE = new LstmShape(6, 5, 7, 3);

  private static final int WINDOWS = 19;

  private final LstmWeights weights = weights();
  private final float[] windows = LstmAutoencoderTest.windows(SHAPE, WINDOWS);

  @Test
  void add_everyWeight_isTheDifferenceQuotientOfTheFormulas() {
    double[] gradient = new double[LstmTensor.parameters(SHAPE)];
    double error =
        LstmGradients.of(SHAPE).add(weights, windows, WINDOWS, Double.POSITIVE_INFINITY, gradient);
    assertThat(error).isCloseTo(error(weights.parameters()), within(1e-4));
    float step = 1f / 512;
    for (int i = 0; i < gradient.length; i++) {
      float[] more = weights.parameters();
      float[] less = weights.parameters();
      more[i] += step;
      less[i] -= step;
      double quotient = (error(more) - error(less)) / ((double) more[i] - less[i]);
      assertThat(gradient[i]).as("weight %d", i).isCloseTo(quotient, within(2e-3));
    }
    assertThat(norm(gradient)).isGreaterThan(1);
  }

  @Test
  void add_clipped_isTheSumOfGradientsCutOneByOne() {
    LstmGradients gradients = LstmGradients.of(SHAPE);
    double clip = 0.3;
    double[] together = new double[LstmTensor.parameters(SHAPE)];
    gradients.add(weights, windows, WINDOWS, clip, together);
    double[] expected = new double[together.length];
    boolean anyCut = false;
    for (int window = 0; window < WINDOWS; window++) {
      int size = SHAPE.windowValues();
      float[] one = Arrays.copyOfRange(windows, window * size, (window + 1) * size);
      double[] whole = new double[together.length];
      gradients.add(weights, one, 1, Double.POSITIVE_INFINITY, whole);
      double factor = Math.min(1, clip / norm(whole));
      anyCut |= factor < 1;
      for (int i = 0; i < whole.length; i++) {
        expected[i] += factor * whole[i];
      }
    }
    assertThat(anyCut).isTrue();
    assertThat(together).containsExactly(expected, within(1e-9));
  }

  @Test
  void add_toASink_givesEveryWindowCutAndTheSameSum() {
    double clip = 0.3;
    double[] expected = new double[LstmTensor.parameters(SHAPE)];
    LstmGradients gradients = LstmGradients.of(SHAPE);
    double error = gradients.add(weights, windows, WINDOWS, clip, expected);
    double[] sum = new double[expected.length];
    List<Double> norms = new ArrayList<>();
    var sink = new LstmGradients.Sink() {
      @Override
      public double factor(double norm) {
        norms.add(norm);
        return Math.min(1, clip / norm);
      }

      @Override
      public void add(int weight, double value) {
        sum[weight] += value;
      }
    };
    assertThat(gradients.add(weights, windows, WINDOWS, sink)).isEqualTo(error);
    assertThat(norms).hasSize(WINDOWS).anyMatch(norm -> norm > clip);
    assertThat(sum).containsExactly(expected, within(1e-12));
    double[] one = new double[expected.length];
    gradients.add(weights, windows, 1, clip, one);
    assertThat(norm(one)).isLessThanOrEqualTo(clip * (1 + 1e-9));
  }

  @Test
  void add_withAndWithoutVectors_isTheSameBitForBit() {
    double[] plain = new double[LstmTensor.parameters(SHAPE)];
    LstmGradients.with(SHAPE, new PlainLstmKernel()).add(weights, windows, WINDOWS, 1, plain);
    double[] vectors = new double[plain.length];
    LstmGradients.with(SHAPE, new VectorLstmKernel()).add(weights, windows, WINDOWS, 1, vectors);
    assertThat(vectors).containsExactly(plain);
  }

  @Test
  void add_notFinite_isRefused() {
    windows[3] = Float.NaN;
    double[] sums = new double[LstmTensor.parameters(SHAPE)];
    assertThatThrownBy(() -> LstmGradients.of(SHAPE).add(weights, windows, WINDOWS, 1, sums))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("norm is NaN");
    assertThat(sums).containsOnly(0);
  }

  @Test
  void add_clipOfZero_isRefused() {
    double[] sums = new double[LstmTensor.parameters(SHAPE)];
    assertThatThrownBy(() -> LstmGradients.of(SHAPE).add(weights, windows, 1, 0, sums))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clip 0.0");
  }

  private double error(float[] parameters) {
    float[] ones = new float[SHAPE.features()];
    Arrays.fill(ones, 1);
    List<String> names = IntStream.range(0, ones.length).mapToObj(f -> "f" + f).toList();
    var bundle =
        Bundle.of(LstmAutoencoder.KIND, "test").texts("features", names).text("card", "# test");
    var formulas = new LstmFormulas(LstmAutoencoder.into(
            bundle, LstmWeights.of(SHAPE, parameters), new float[ones.length], ones)
        .build());
    double sum = 0;
    for (int window = 0; window < WINDOWS; window++) {
      double[][] output = formulas.output(windows, window);
      double[][] input = formulas.normalised(windows, window);
      for (int step = 0; step < SHAPE.steps(); step++) {
        for (int f = 0; f < SHAPE.features(); f++) {
          sum += Math.pow(output[step][f] - input[step][f], 2);
        }
      }
    }
    return sum / SHAPE.windowValues();
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }

  private static LstmWeights weights() {
    var random = new Random(29);
    float[] parameters = new float[LstmTensor.parameters(SHAPE)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.4 * random.nextGaussian());
    }
    return LstmWeights.of(SHAPE, parameters);
  }
}
