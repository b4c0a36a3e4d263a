package io.fedics.fl.train.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.train.Batches;
import io.fedics.fl.train.ProximalTerm;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlainTrainerTest {
  private static final MlpShape SMALL = new MlpShape(2, List.of(3), 1);
  private static final double[][] ROWS = {{1, 2}, {-1, 0.5}, {3, 1}, {0, -2}};
  private static final int[] LABELS = {0, 1, 1, 0};
  private static final double RATE = 0.1;

  /** One step of all rows, without momentum, is the mean gradient times the rate. */
  private static double[] step(OptionalDouble clip) {
    Mlp start = Mlp.random(SMALL, 1);
    double[] before = start.parameters();
    double[] after = new PlainTrainer(
            new PlainSettings(1, new Batches.OfSteps(1, 1), RATE, 0, clip, 1))
        .train(start, ROWS, LABELS)
        .parameters();
    double[] step = new double[before.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = (after[i] - before[i]) / RATE;
    }
    return step;
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void train_gradientClip_cutsLongGradientsAndKeepsTheirDirection() {
    double[] whole = step(OptionalDouble.empty());
    double half = norm(whole) / 2;
    double[] cut = step(OptionalDouble.of(half));
    assertThat(norm(cut)).isCloseTo(half, within(1e-12));
    for (int i = 0; i < cut.length; i++) {
      assertThat(cut[i]).isCloseTo(whole[i] / 2, within(1e-12));
    }
  }

  @Test
  void train_gradientClip_leavesShortGradientsAlone() {
    double[] whole = step(OptionalDouble.empty());
    assertThat(step(OptionalDouble.of(norm(whole) * 1.01))).containsExactly(whole);
  }

  /** A row a step, or as many steps as rows: the same. */
  @Test
  void train_asManyStepsAsRows_isARowAStep() {
    Mlp start = Mlp.random(SMALL, 2);
    double[] rows = trained(start, new Batches.OfRecords(1));
    assertThat(trained(start, new Batches.OfSteps(4, 1))).containsExactly(rows);
    assertThat(trained(start, new Batches.OfSteps(900, 1))).containsExactly(rows);
    assertThat(trained(start, new Batches.OfSteps(2, 1))).isNotEqualTo(rows);
  }

  private static double[] trained(Mlp start, Batches batches) {
    return new PlainTrainer(new PlainSettings(3, batches, RATE, 0.9, OptionalDouble.empty(), 1))
        .train(start, ROWS, LABELS)
        .parameters();
  }

  /** One step of all rows, twice: the second goes along the gradient and mu times what the first moved. */
  @Test
  void train_proximalTerm_isMuTimesTheDistanceBesideTheGradient() {
    Mlp start = Mlp.random(SMALL, 3);
    double[] first = epochs(start, 1, 0.5);
    assertThat(first).containsExactly(epochs(start, 1, 0)); // the distance is none yet
    double[] bare = epochs(start, 2, 0);
    double[] held = epochs(start, 2, 0.5);
    double[] sent = start.parameters();
    for (int i = 0; i < held.length; i++) {
      assertThat(held[i]).isCloseTo(bare[i] - RATE * 0.5 * (first[i] - sent[i]), within(1e-12));
    }
  }

  private static double[] epochs(Mlp start, int epochs, double mu) {
    return new PlainTrainer(new PlainSettings(
            epochs,
            new Batches.OfSteps(1, 1),
            RATE,
            0,
            OptionalDouble.empty(),
            new ProximalTerm(mu),
            1))
        .train(start, ROWS, LABELS)
        .parameters();
  }

  @Test
  void settings_gradientClip_isPositive() {
    for (double clip : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              new PlainSettings(1, new Batches.OfRecords(1), RATE, 0, OptionalDouble.of(clip), 1))
          .withMessageStartingWith("gradient clip: " + clip + " (expected: ");
    }
  }
}
