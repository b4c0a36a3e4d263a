package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.train.mlp.Activation;
import io.fedics.fl.train.mlp.Mlp;
import io.fedics.fl.train.mlp.MlpShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputCutTest {
  /** The logit of a row is its only number. */
  private static final MlpShape IDENTITY = new MlpShape(1, List.of(), Activation.RELU, 1);

  @Test
  void moved_perceptron_saysOneHalfAtTheCut() {
    double[] parameters = {1, 0};
    Mlp moved = Mlp.of(IDENTITY, OutputCut.moved(parameters, -2));
    assertThat(moved.probabilities(new double[] {-2})[1]).isCloseTo(0.5, within(1e-12));
    assertThat(moved.logit(new double[] {1})).isCloseTo(3, within(1e-12));
    assertThat(parameters).containsExactly(1, 0);
  }

  @Test
  void require_modelWithoutABiasOfOneOutput_isRefused() {
    for (List<Integer> bias : List.of(List.<Integer>of(), List.of(1), List.of(1, 1))) {
      assertThatCode(() -> OutputCut.require(Tensors.of(List.of(List.of(2), bias), new double[3])))
          .doesNotThrowAnyException();
    }
    for (List<Integer> bias : List.of(List.of(2), List.of(0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OutputCut.require(
              Tensors.of(List.of(List.of(2), bias), new double[2 + bias.getFirst()])))
          .withMessage(
              "parameters: a last tensor of shape %s (expected: one number, the bias of"
                  + " the only output, whose cut is calibrated)",
              bias);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutputCut.require(Tensors.of(List.of(), new double[0])));
  }
}
