package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final List<String> NAMES = List.of("normal", "rare");

  /** The rare class is always the less probable, and still told apart by how probable it is. */
  @Test
  void climb_classThatIsNeverTheMostProbable_isSaidAfterwards() {
    double[][] probabilities = new double[100][];
    int[] classes = new int[100];
    for (int row = 0; row < 100; row++) {
      classes[row] = row < 10 ? 1 : 0;
      probabilities[row] = row < 10 ? new double[] {0.6, 0.4} : new double[] {0.8, 0.2};
    }
    double[] divisors = ClassWeights.climb(probabilities, classes, NAMES, new double[] {1, 1});
    assertThat(Classifier.said(probabilities, divisors)).isEqualTo(classes);
  }

  @Test
  void climb_nothingToGain_leavesTheStart() {
    double[][] probabilities = {{0.9, 0.1}, {0.2, 0.8}};
    double[] start = {1, 0.5};
    assertThat(ClassWeights.climb(probabilities, new int[] {0, 1}, NAMES, start))
        .containsExactly(1, 0.5);
    assertThat(start).as("not modified").containsExactly(1, 0.5);
  }

  @Test
  void climb_classThatIsNeverSaid_staysUnsaid() {
    double[][] probabilities = {{0.9, 0.1}, {0.2, 0.8}};
    double[] start = {1, Double.POSITIVE_INFINITY};
    double[] divisors = ClassWeights.climb(probabilities, new int[] {0, 1}, NAMES, start);
    assertThat(Classifier.said(probabilities, divisors)).containsExactly(0, 0);
  }
}
