package io.fedics.fl.train.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.NoisySum;
import io.fedics.fl.privacy.RdpAccountant;
import io.fedics.fl.privacy.SeededRandom;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.PrivateSettings;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateTrainerTest {
  private static final MlpShape SMALL = new MlpShape(4, List.of(8), 1);

  /** With everybody in the batch a step is the clipped sum of every record's own gradient and the noise, nothing else. */
  @Test
  void train_oneStepOfAll_isTheNoisedSumOfClippedGradients() {
    double[][] rows = {{1, 2, 3, 4}, {-1, 0.5, 0, 2}, {0.01, 0, 0, 0}};
    int[] labels = {0, 1, 1};
    var settings = new PrivateSettings(0.5, 1.3, 1, 1, 0.1, 0);
    Mlp start = Mlp.random(SMALL, 1);
    double[] after = new PrivateTrainer(settings, SeededRandom.of(2))
        .train(start, rows, labels)
        .parameters();

    var random = SeededRandom.of(2);
    var sum = new NoisySum(SMALL.parameters(), 0.5, 1.3);
    for (int i = 0; i < rows.length; i++) {
      random.takes(1);
      double[] gradient = new double[SMALL.parameters()];
      start.backward(rows[i], labels[i]);
      start.gradient(1, (at, value) -> gradient[at] += value);
      sum.add(gradient);
    }
    double[] noised = sum.release(random);
    double[] before = start.parameters();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] - 0.1 * noised[i] / 3, within(1e-7));
    }
  }

  /** One record moves the sum of gradients by at most the clip norm: two runs with the same noise, with and without it. */
  @Test
  void train_withAndWithoutOneRecord_differsByAtMostTheClipNorm() {
    double[][] with = {{1, 2, 3, 4}, {-1, 0.5, 0, 2}, {500, -900, 300, 100}};
    double[][] without = {with[0], with[1]};
    var settings = new PrivateSettings(0.5, 1, 1, 1, 1, 0);
    Mlp start = Mlp.random(SMALL, 3);
    double squares = 0;
    // The draws of three records and of two leave the noise at different places, so the noise is
    // taken out first.
    double[] first = sumOf(start, with, new int[] {0, 1, 0}, settings);
    double[] second = sumOf(start, without, new int[] {0, 1}, settings);
    for (int i = 0; i < first.length; i++) {
      squares += (first[i] - second[i]) * (first[i] - second[i]);
    }
    assertThat(Math.sqrt(squares)).isCloseTo(0.5, within(1e-5));
  }

  private static double[] sumOf(
      Mlp start, double[][] rows, int[] labels, PrivateSettings settings) {
    double[] after = new PrivateTrainer(settings, SeededRandom.of(4))
        .train(start, rows, labels)
        .parameters();
    var random = SeededRandom.of(4);
    for (int i = 0; i < rows.length; i++) {
      random.takes(1);
    }
    double[] noise = new NoisySum(after.length, 0.5, 1).release(random);
    double[] before = start.parameters();
    double[] sum = new double[after.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (before[i] - after[i]) * rows.length - noise[i];
    }
    return sum;
  }

  private static PlainSettings plain(int epochs, int batch, double momentum, long seed) {
    return new PlainSettings(
        epochs, new Batches.OfRecords(batch), 0.1, momentum, OptionalDouble.empty(), seed);
  }

  /** Two clouds around opposite corners: epsilon below 2 learns them, and so does training without noise. */
  @Test
  void train_separableRows_areLearnedWithPrivacy() {
    double[][] rows = new double[4000][];
    int[] labels = new int[rows.length];
    clouds(rows, labels, 5);
    var settings = new PrivateSettings(1, 1.3, 0.03, 80, 0.5, 0.5);
    assertThat(new RdpAccountant().cost(settings.cost(), 1e-5).epsilon()).isLessThan(2);
    Mlp start = Mlp.random(SMALL, 6);
    Mlp trained = new PrivateTrainer(settings, SeededRandom.of(7)).train(start, rows, labels);
    double[][] fresh = new double[2000][];
    int[] truth = new int[fresh.length];
    clouds(fresh, truth, 8);
    assertThat(accuracy(trained, fresh, truth)).isGreaterThan(0.95);
    Mlp plain = new PlainTrainer(plain(2, 50, 0.5, 9)).train(start, rows, labels);
    assertThat(accuracy(plain, fresh, truth)).isGreaterThan(0.95);
  }

  @Test
  void train_manyClasses_areLearnedWithoutPrivacyTheSameEachTime() {
    double[][] rows = new double[900][];
    int[] labels = new int[rows.length];
    var random = new SplittableRandom(1);
    for (int i = 0; i < rows.length; i++) {
      labels[i] = i % 3;
      rows[i] = new double[4];
      rows[i][labels[i]] = 2;
      for (int j = 0; j < 4; j++) {
        rows[i][j] += 0.5 * random.nextGaussian();
      }
    }
    var trainer = new PlainTrainer(plain(5, 32, 0.9, 2));
    Mlp start = Mlp.random(MlpShape.usual(4, 3), 3);
    Mlp trained = trainer.train(start, rows, labels);
    assertThat(accuracy(trained, rows, labels)).isGreaterThan(0.95);
    assertThat(trained.parameters())
        .containsExactly(trainer.train(start, rows, labels).parameters());
  }

  @Test
  void cost_ofSettings_isEveryStep() {
    assertThat(new PrivateSettings(1, 1.1, 0.01, 70, 0.1, 0).cost())
        .isEqualTo(new GaussianSteps(0.01, 1.1, 70));
  }

  @Test
  void train_badRows_areRefused() {
    var trainer = new PrivateTrainer(new PrivateSettings(1, 1, 0.5, 1, 0.1, 0), SeededRandom.of(1));
    Mlp mlp = Mlp.random(SMALL, 1);
    assertThatThrownBy(() -> trainer.train(mlp, new double[0][], new int[0]))
        .hasMessageStartingWith("rows: 0");
    assertThatThrownBy(() -> trainer.train(mlp, new double[][] {{1, 2, 3, Double.NaN}}, new int[1]))
        .hasMessageStartingWith("row 0: NaN");
    assertThatThrownBy(() -> trainer.train(mlp, new double[1][4], new int[] {2}))
        .hasMessageStartingWith("label of row 0: 2");
    assertThatThrownBy(() -> trainer.train(mlp, new double[1][3], new int[1]))
        .hasMessageStartingWith("row 0: 3 numbers");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.1, 1, 0.1, 0,   clip norm: 0.0",
    "1, 0, 0.1, 1, 0.1, 0,   noise multiplier: 0.0",
    "1, 1, 0,   1, 0.1, 0,   sampling rate: 0.0",
    "1, 1, 2,   1, 0.1, 0,   sampling rate: 2.0",
    "1, 1, 0.1, 0, 0.1, 0,   steps: 0",
    "1, 1, 0.1, 1, NaN, 0,   learning rate: NaN",
    "1, 1, 0.1, 1, 0.1, 1,   momentum: 1.0",
  })
  void settings_outOfRange_areRefused(
      double clip,
      double noise,
      double rate,
      int steps,
      double learning,
      double momentum,
      String part) {
    assertThatThrownBy(() -> new PrivateSettings(clip, noise, rate, steps, learning, momentum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(part);
  }

  private static void clouds(double[][] rows, int[] labels, long seed) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < rows.length; i++) {
      labels[i] = random.nextInt(2);
      rows[i] = new double[4];
      for (int j = 0; j < 4; j++) {
        rows[i][j] = (labels[i] == 0 ? -0.5 : 0.5) + 0.4 * random.nextGaussian();
      }
    }
  }

  private static double accuracy(Mlp mlp, double[][] rows, int[] labels) {
    int right = 0;
    for (int i = 0; i < rows.length; i++) {
      double[] probabilities = mlp.probabilities(rows[i]);
      int best = 0;
      for (int k = 1; k < probabilities.length; k++) {
        best = probabilities[k] > probabilities[best] ? k : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    return (double) right / rows.length;
  }
}
