package io.fedics.fl.train.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlpTest {

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "2, 1", "5, 3"})
  void gradient_everyParameter_isTheNumericalOne(int outputs, int label) {
    for (Activation activation : Activation.values()) {
      requireNumerical(new MlpShape(7, List.of(6, 5), activation, outputs), label);
    }
  }

  private static void requireNumerical(MlpShape shape, int label) {
    Mlp mlp = withBiases(shape, 11);
    double[] row = row(7, 12);
    double norm = mlp.backward(row, label);
    double[] gradient = new double[shape.parameters()];
    mlp.gradient(1, (i, value) -> gradient[i] += value);
    double step = 1e-6;
    for (int i = 0; i < gradient.length; i++) {
      double[] more = mlp.parameters();
      double[] less = mlp.parameters();
      more[i] += step;
      less[i] -= step;
      double numerical =
          (Mlp.of(shape, more).loss(row, label) - Mlp.of(shape, less).loss(row, label))
              / (2 * step);
      assertThat(gradient[i]).as("parameter " + i).isCloseTo(numerical, within(1e-8));
    }
    assertThat(norm)
        .isCloseTo(Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum()), within(1e-12));
  }

  @Test
  void backward_usualShape_norm_isThatOfTheWholeGradient() {
    var shape = MlpShape.usual(122, 1);
    assertThat(shape.parameters()).isEqualTo(122 * 64 + 64 + 64 * 32 + 32 + 32 + 1);
    Mlp mlp = withBiases(shape, 1);
    for (int seed = 0; seed < 20; seed++) {
      double norm = mlp.backward(row(122, seed), seed % 2);
      double[] gradient = new double[shape.parameters()];
      mlp.gradient(1, (i, value) -> gradient[i] += value);
      double whole = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
      assertThat(norm / whole).isCloseTo(1, within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void descent_eitherLabel_isTheTurnedGradientAtLengthOne(int label) {
    Mlp mlp = withBiases(new MlpShape(7, List.of(6, 5), 1), 11);
    double norm = mlp.backward(row(7, 12), label);
    double[] gradient = new double[mlp.shape().parameters()];
    mlp.gradient(-1 / norm, (i, value) -> gradient[i] += value);
    assertThat(mlp.descent(row(7, 12), label)).containsExactly(gradient, within(1e-12));
  }

  @Test
  void descent_modelThatIsQuiteSure_stillHasADirection() {
    var shape = new MlpShape(7, List.of(6, 5), 1);
    double[] large =
        Arrays.stream(withBiases(shape, 11).parameters()).map(w -> 100 * w).toArray();
    Mlp mlp = Mlp.of(shape, large);
    int sure = mlp.probabilities(row(7, 12))[1] > 0.5 ? 1 : 0;
    assertThat(mlp.backward(row(7, 12), sure)).isZero();
    double[] descent = mlp.descent(row(7, 12), sure);
    assertThat(Arrays.stream(descent).map(d -> d * d).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void descent_threeClasses_isRefused() {
    Mlp mlp = withBiases(new MlpShape(3, List.of(4), 3), 5);
    assertThatThrownBy(() -> mlp.descent(row(3, 1), 0))
        .hasMessage("outputs: 3 (expected: 1, two classes)");
  }

  @Test
  void probabilities_anyRow_sumToOne() {
    for (int outputs : new int[] {1, 2, 4}) {
      double[] probabilities = withBiases(new MlpShape(3, List.of(4), outputs), 5)
          .probabilities(new double[] {100, -300, 5});
      assertThat(probabilities).hasSize(Math.max(2, outputs));
      assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void loss_largeLogits_staysFinite() {
    double[] parameters = {1e4, 0}; // one weight, one bias
    Mlp mlp = Mlp.of(new MlpShape(1, List.of(), 1), parameters);
    assertThat(mlp.loss(new double[] {1}, 0)).isEqualTo(1e4);
    assertThat(mlp.loss(new double[] {1}, 1)).isZero();
  }

  @Test
  void random_sameSeed_isTheSame() {
    var shape = MlpShape.usual(5, 1);
    assertThat(Mlp.random(shape, 3).parameters())
        .containsExactly(Mlp.random(shape, 3).parameters());
    assertThat(Mlp.random(shape, 3).parameters())
        .isNotEqualTo(Mlp.random(shape, 4).parameters());
  }

  @Test
  void tensors_ofTheShape_holdAllParameters() {
    var shape = new MlpShape(3, List.of(4), 2);
    assertThat(shape.tensors())
        .containsExactly(List.of(3, 4), List.of(4), List.of(4, 2), List.of(2));
    assertThat(shape.parameters()).isEqualTo(12 + 4 + 8 + 2);
  }

  @Test
  void of_wrongParameters_areRefused() {
    var shape = new MlpShape(1, List.of(), 1);
    assertThatThrownBy(() -> Mlp.of(shape, new double[3])).hasMessageStartingWith("parameters: 3");
    assertThatThrownBy(() -> Mlp.of(shape, new double[] {1, Double.NaN}))
        .hasMessageStartingWith("parameters: NaN");
    assertThatThrownBy(() -> new MlpShape(0, List.of(), 1)).hasMessageStartingWith("features: 0");
    assertThatThrownBy(() -> Mlp.random(shape, 1).loss(new double[2], 0))
        .hasMessageStartingWith("row: 2 numbers");
  }

  private static Mlp withBiases(MlpShape shape, long seed) {
    double[] parameters = Mlp.random(shape, seed).parameters();
    var random = new SplittableRandom(seed + 1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += random.nextDouble(-0.1, 0.1);
    }
    return Mlp.of(shape, parameters);
  }

  private static double[] row(int features, long seed) {
    return new SplittableRandom(seed).doubles(features, -1, 1).toArray();
  }
}
