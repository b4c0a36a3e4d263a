package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorsTest {
  private static final Tensors MODEL = Tensors.join(
      List.of(List.of(2, 2), List.of(), List.of(0, 3)),
      List.of(new double[] {1, 2, 3, 4}, new double[] {5}, new double[0]));

  @Test
  void join_tensors_laysThemEndToEnd() {
    assertThat(MODEL.values()).containsExactly(1, 2, 3, 4, 5);
    assertThat(MODEL.part(0)).containsExactly(1, 2, 3, 4);
    assertThat(MODEL.part(1)).containsExactly(5);
    assertThat(MODEL.part(2)).isEmpty();
  }

  @Test
  void of_sameAsJoined_isEqual() {
    assertThat(Tensors.of(MODEL.shapes(), new double[] {1, 2, 3, 4, 5})).isEqualTo(MODEL);
    assertThat(MODEL.with(new double[5])).isNotEqualTo(MODEL);
  }

  @Test
  void of_wrongCount_isRefusedWithBothNumbers() {
    assertThatThrownBy(() -> Tensors.of(List.of(List.of(2, 2)), new double[3]))
        .hasMessage("tensors: 3 values (expected: 4 for the shapes [[2, 2]])");
    assertThatThrownBy(() -> Tensors.of(List.of(List.of(-1)), new double[0]))
        .hasMessageContaining("no negative size");
  }

  @Test
  void join_partOfAnotherSize_isRefusedEvenIfTheSumIsRight() {
    assertThatThrownBy(() ->
            Tensors.join(List.of(List.of(2), List.of(1)), List.of(new double[1], new double[2])))
        .hasMessageContaining("tensor 0: 1 values");
  }

  @Test
  void update_notFiniteOrWithoutExamples_isRefused() {
    assertThatThrownBy(() -> new Update("a", Tensors.ofVectors(new double[] {Double.NaN}), 1))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Update("a", MODEL, 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Update("", MODEL, 1)).hasMessageContaining("client id");
  }
}
