package io.fedics.fl.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.aggregate.Agreement;
import io.fedics.fl.aggregate.DescentCone;
import io.fedics.fl.aggregate.Vectors;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.train.mlp.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MlpModelTest {
  private static final Learning LEARNING = new Learning(5, 16, 0.1, 0.9);

  private final double[][] rows = rows();
  private final MlpModel honest = model(0);
  private final MlpModel flipped = model(1);

  /** Every second is an attack, whose first number is larger. */
  private static double[][] rows() {
    var random = new SplittableRandom(1);
    double[][] rows = new double[200][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new double[] {row % 2 + 0.5 * random.nextDouble(), random.nextDouble()};
    }
    return rows;
  }

  private MlpModel model(int turn) {
    int[] labels = new int[rows.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (row + turn) % 2;
    }
    return new MlpModel(
        rows, labels, Activation.RELU, new TestData(rows, labels, List.of("normal", "attack")));
  }

  private double[] update(MlpModel of, double[] before) {
    return Vectors.difference(of.train(before, LEARNING, 1), before);
  }

  @Test
  void descents_ofAnUntrainedModel_tellHonestTrainingFromTurnedLabels() {
    double[] before = honest.initial(1);
    DescentCone records = honest.descents(before, rows.length).orElseThrow();
    Agreement trained = records.agreement(update(honest, before));
    Agreement turned = records.agreement(update(flipped, before));
    assertThat(trained.along()).isGreaterThan(2 * trained.against());
    assertThat(turned.against()).isGreaterThan(2 * turned.along());
  }

  @Test
  void evaluate_rowsOfOneLabel_haveNoRanks() {
    double[] after = honest.train(honest.initial(1), LEARNING, 1);
    assertThat(honest.evaluate(after).metrics()).containsEntry("auc", 1.0);
    int[] attacks = new int[rows.length];
    Arrays.fill(attacks, 1);
    var ofAttacks = new MlpModel(
        rows, attacks, Activation.RELU, new TestData(rows, attacks, List.of("normal", "attack")));
    assertThat(ofAttacks.evaluate(after).metrics()).containsOnlyKeys("accuracy");
    assertThat(ofAttacks.logitCounts(after).hasBoth()).isFalse();
  }

  @Test
  void descents_ofAModelThatIsRightAlready_areNone() {
    double[] after = honest.train(honest.initial(1), LEARNING, 1);
    assertThat(honest.descents(after, rows.length)).isEmpty();
    assertThat(flipped.descents(after, rows.length)).isPresent();
  }

  @Test
  void descents_ofFewRecords_explainLess() {
    double[] before = honest.initial(1);
    double[] update = update(honest, before);
    double one = honest.descents(before, 1).orElseThrow().agreement(update).along();
    double all =
        honest.descents(before, rows.length).orElseThrow().agreement(update).along();
    assertThat(one).isLessThan(0.9 * all);
  }
}
