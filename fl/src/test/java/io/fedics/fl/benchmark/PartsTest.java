package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.evaluate.Ranking;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.train.tree.Boosting;
import io.fedics.fl.train.tree.TreeModel;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final Loaded.Shape ONE_NUMBER =
      new Loaded.Shape(List.of("duration"), 1, new int[0], new int[0][]);
  /** More than trees have cuts for. */
  private static final double[] OF_THE_TOOL =
      new SplittableRandom(9).doubles(2_000).toArray();

  @Test
  void counted_attacksThatRepeatAmongNormalsThatDoNot_areFoundWhereTreesAloneFindFew() {
    TrainingData training = rows(20_000, 1);
    TrainingData test = rows(4_000, 2);
    double[] counted = Parts.counted(training, ONE_NUMBER, Effort.BUNDLE, 1).score(test.rows());
    TreeModel alone =
        Boosting.fit(training.rows(), training.binary(), 2, Effort.BUNDLE.boostingFine(), 1);
    double[] uncounted =
        Arrays.stream(alone.probabilities(test.rows())).mapToDouble(p -> p[1]).toArray();
    assertThat(auc(counted, test)).isGreaterThan(0.95);
    assertThat(auc(uncounted, test)).isLessThan(0.8);
  }

  private static double auc(double[] scores, TrainingData test) {
    boolean[] attacks = new boolean[scores.length];
    for (int row = 0; row < attacks.length; row++) {
      attacks[row] = test.classes()[row] != 0;
    }
    return Ranking.of(scores, attacks).auc();
  }

  /** Half normals, each with a number of its own; half attacks, with numbers of one tool. */
  private static TrainingData rows(int count, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[count][];
    int[] classes = new int[count];
    for (int row = 0; row < count; row++) {
      classes[row] = row % 2;
      rows[row] = new double[] {
        classes[row] == 0 ? random.nextDouble() : OF_THE_TOOL[random.nextInt(OF_THE_TOOL.length)]
      };
    }
    return new TrainingData(rows, classes, List.of("normal", "attack"));
  }
}
