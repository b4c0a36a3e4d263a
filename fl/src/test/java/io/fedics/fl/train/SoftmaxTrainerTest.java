package io.fedics.fl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.Attribution;
import io.fedics.fl.model.score.ExpectedCalibrationError;
import io.fedics.fl.model.score.SoftmaxRegression;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxTrainerTest {
  private static final List<String> NAMES = List.of("rate", "peers", "constant");
  private static final List<String> LABELS = List.of("benign", "probe", "dos");
  private static final int[] TRUTH = truth(3000, 1);
  private static final double[][] ROWS = rows(TRUTH, 2);
  private static final Bundle BUNDLE =
      SoftmaxTrainer.train(ROWS, TRUTH, NAMES, LABELS, "benign", 1e-3);
  private static final SoftmaxRegression MODEL = SoftmaxRegression.from(BUNDLE);

  private static int[] truth(int count, long seed) {
    return new SplittableRandom(seed).ints(count, 0, 3).toArray();
  }

  private static double[][] rows(int[] truth, long seed) {
    var random = new SplittableRandom(seed);
    return Arrays.stream(truth)
        .mapToObj(label -> new double[] {
          100 + 50 * (random.nextGaussian() + (label == 2 ? 2 : 0)),
          random.nextGaussian() + (label == 1 ? 2 : 0),
          7
        })
        .toArray(double[][]::new);
  }

  private static double[][] probabilities(SoftmaxRegression model, double[][] rows) {
    return Arrays.stream(rows).map(model::probabilities).toArray(double[][]::new);
  }

  @Test
  void probabilities_anyRow_sumToOne() {
    for (double[] row : List.of(ROWS[0], new double[] {1e9, -1e9, 0}, new double[3])) {
      assertThat(Arrays.stream(MODEL.probabilities(row)).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void probabilities_freshRows_areRightAndCalibrated() {
    int[] truth = truth(3000, 5);
    double[][] stated = probabilities(MODEL, rows(truth, 6));
    int right = 0;
    for (int i = 0; i < truth.length; i++) {
      double[] p = stated[i];
      right += p[truth[i]] == Arrays.stream(p).max().orElseThrow() ? 1 : 0;
    }
    assertThat(right / 3000.0)
        .isGreaterThan(0.75); // the best possible is about 0.8 with these overlaps
    assertThat(ExpectedCalibrationError.ofTopLabel(stated, truth)).isLessThan(0.05);
    for (double error : ExpectedCalibrationError.ofEachLabel(stated, truth)) {
      assertThat(error).isLessThan(0.05);
    }
  }

  @Test
  void attributions_anyLabel_sumToTheLogOdds() {
    var warm = SoftmaxRegression.from(BUNDLE.change().number("temperature", 2.5).build());
    for (double[] row : Arrays.copyOf(ROWS, 100)) {
      double[] p = warm.probabilities(row);
      for (String label : LABELS) {
        Attribution why = warm.attributions(row, label);
        double odds = Math.log(p[LABELS.indexOf(label)] / p[LABELS.indexOf(why.against())]);
        assertThat(why.logOdds()).isCloseTo(odds, within(1e-6));
        assertThat(why.against().equals("benign")).isNotEqualTo(label.equals("benign"));
      }
    }
  }

  @Test
  void attributions_highRate_nameTheRate() {
    var terms = MODEL.attributions(new double[] {300, 0, 7}, "dos").features();
    assertThat(terms.get(0).contribution())
        .isGreaterThan(1)
        .isGreaterThan(terms.get(1).contribution());
    assertThat(terms.get(2).contribution()).isZero();
  }

  @Test
  void withTemperature_overconfidentModel_isCooledDown() {
    double[] tooLarge = Arrays.stream(BUNDLE.doubles("weights")).map(w -> 4 * w).toArray();
    double[] biases = Arrays.stream(BUNDLE.doubles("biases")).map(b -> 4 * b).toArray();
    Bundle bold =
        BUNDLE.change().doubles("weights", tooLarge).doubles("biases", biases).build();
    int[] truth = truth(2000, 8);
    double[][] heldOut = rows(truth, 9);
    Bundle calibrated = SoftmaxTrainer.withTemperature(bold, heldOut, truth);
    assertThat(calibrated.number("temperature")).isBetween(3.0, 5.0);
    double before = ExpectedCalibrationError.ofTopLabel(
        probabilities(SoftmaxRegression.from(bold), heldOut), truth);
    double after = ExpectedCalibrationError.ofTopLabel(
        probabilities(SoftmaxRegression.from(calibrated), heldOut), truth);
    assertThat(after).isLessThan(0.05).isLessThan(before);
  }

  @Test
  void train_again_givesTheSameHash() {
    assertThat(SoftmaxTrainer.train(ROWS, TRUTH, NAMES, LABELS, "benign", 1e-3).sha256())
        .isEqualTo(BUNDLE.sha256());
  }

  @Test
  void train_rowWeights_countAsReplication() {
    double[][] few = {{1, 0, 0}, {2, 1, 0}, {3, 0, 0}, {4, 1, 0}, {2.5, 0, 0}};
    int[] labels = {0, 1, 2, 2, 0};
    double[] weights = {1, 1, 1, 0, 1};
    Bundle without = SoftmaxTrainer.train(few, labels, weights, NAMES, LABELS, "benign", 0.1);
    weights[3] = 50;
    Bundle with = SoftmaxTrainer.train(few, labels, weights, NAMES, LABELS, "benign", 0.1);
    double p0 = SoftmaxRegression.from(without).probabilities(few[3])[2];
    assertThat(SoftmaxRegression.from(with).probabilities(few[3])[2]).isGreaterThan(p0);
  }

  @Test
  void train_nonsense_isRefused() {
    assertThatThrownBy(() -> SoftmaxTrainer.train(ROWS, TRUTH, NAMES, LABELS, "none", 1e-3))
        .hasMessageContaining("reference none");
    int[] wrong = TRUTH.clone();
    wrong[4] = 3;
    assertThatThrownBy(() -> SoftmaxTrainer.train(ROWS, wrong, NAMES, LABELS, "benign", 1e-3))
        .hasMessageContaining("training row 4: class 3");
    assertThatThrownBy(() -> MODEL.probabilities(new double[] {1, Double.NaN, 1}))
        .hasMessageContaining("peers is NaN");
  }

  @Test
  void ofTopLabel_alwaysSureAndHalfRight_isHalf() {
    double[][] sure = {{1, 0}, {1, 0}};
    assertThat(ExpectedCalibrationError.ofTopLabel(sure, new int[] {0, 1})).isEqualTo(0.5);
    assertThat(ExpectedCalibrationError.ofTopLabel(sure, new int[] {0, 0})).isZero();
  }
}
