package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicRangesTest {
  private static final PublicRanges DATA = new PublicRanges(
      new TrainingData(new double[][] {{0.5, 1}}, new int[] {0}, List.of("normal")),
      new TestData(new double[][] {{1, 0}}, new int[] {0}, List.of("normal")),
      List.of("count", "flag=SF"),
      Set.of());

  @Test
  void withNumbersUpTo_stretchesNumbersAndLeavesWords() {
    PublicRanges wide = DATA.withNumbersUpTo(4);
    assertThat(wide.largest()).isEqualTo(4);
    assertThat(wide.training().rows()[0]).containsExactly(2, 1);
    assertThat(wide.heldOut().rows()[0]).containsExactly(4, 0);
    assertThat(wide.withNumbersUpTo(1).training().rows()[0]).containsExactly(0.5, 1);
    assertThat(DATA.training().rows()[0]).containsExactly(0.5, 1);
  }

  @Test
  void withNumbersUpTo_noRange_isRefused() {
    for (double most : new double[] {0, -1, Double.NaN, 1_001}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DATA.withNumbersUpTo(most))
          .withMessageStartingWith("number scale: " + most + " (expected: ");
    }
  }
}
