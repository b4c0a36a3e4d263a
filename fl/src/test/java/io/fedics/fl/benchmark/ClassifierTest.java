package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.train.dense.DenseAutoencoder;
import io.fedics.fl.train.tree.ForestSettings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  private static final Effort QUICK = new Effort(
      new ForestSettings(10, 0, 1, 12, true, false), 10, 3, DenseAutoencoder.Settings.DEFAULT, 0);

  @Test
  void said_classOfFewRows_isNeverSaid() {
    assertThat(saidOfTheLastClass(Classifier.LEAST_ROWS - 1)).doesNotContain(2);
  }

  @Test
  void said_classOfEnoughRows_isSaid() {
    assertThat(saidOfTheLastClass(Classifier.LEAST_ROWS)).containsOnly(2);
  }

  /** What is said of rows of a class that had so many in training, far from all others. */
  private static int[] saidOfTheLastClass(int rows) {
    double[][] all = new double[200 + rows][];
    int[] classes = new int[all.length];
    for (int row = 0; row < all.length; row++) {
      classes[row] = row < 200 ? row % 2 : 2;
      all[row] = new double[] {100.0 * classes[row] + row % 7, row % 5};
    }
    var training = new TrainingData(all, classes, List.of("normal", "one", "rare"));
    Classifier fitted = Classifier.forest(training, QUICK, 1);
    double[][] asked = Arrays.copyOfRange(all, 200, all.length);
    return Classifier.said(fitted.probabilities(asked), fitted.divisors(0.4));
  }
}
