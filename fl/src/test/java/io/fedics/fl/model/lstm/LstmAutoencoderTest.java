package io.fedics.fl.model.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.score.Counterfactual;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LstmAutoencoderTest {
  /** No size is a multiple of what is computed at once. */
  private static final LstmShape ODD = new LstmShape(12, 5, 7, 3);

  private static final int WINDOWS = 70;

  private final LstmAutoencoder model = LstmAutoencoder.from(bundle(ODD));
  private final float[] windows = windows(ODD, WINDOWS);

  @Test
  void score_oddSizes_isThatOfTheFormulas() {
    LstmScores scores = model.scores(WINDOWS);
    model.score(windows, WINDOWS, scores);
    var formulas = new LstmFormulas(model.bundle());
    for (int window = 0; window < WINDOWS; window++) {
      double[][] output = formulas.output(windows, window);
      double[][] input = formulas.normalised(windows, window);
      double sum = 0;
      for (int f = 0; f < ODD.features(); f++) {
        double error = 0;
        double expected = 0;
        double seen = 0;
        for (int step = 0; step < ODD.steps(); step++) {
          error += Math.pow(output[step][f] - input[step][f], 2) / ODD.steps();
          if (step >= ODD.steps() - 10) {
            expected += formulas.raw(output[step][f], f) / 10;
            seen += windows[(window * ODD.steps() + step) * ODD.features() + f] / 10;
          }
        }
        assertThat((double) scores.featureError(window, f)).isCloseTo(error, within(1e-5));
        assertThat((double) scores.expected(window, f)).isCloseTo(expected, within(1e-4));
        assertThat((double) scores.seen(window, f)).isCloseTo(seen, within(1e-4));
        sum += error;
      }
      assertThat((double) scores.error(window)).isCloseTo(sum / ODD.features(), within(1e-5));
    }
  }

  @Test
  void score_windowAlone_isTheSameBitForBit() {
    LstmScores all = model.scores(WINDOWS);
    model.score(windows, WINDOWS, all);
    LstmScores one = model.scores(1);
    for (int window = 0; window < WINDOWS; window++) {
      float[] alone = new float[ODD.windowValues()];
      System.arraycopy(windows, window * alone.length, alone, 0, alone.length);
      model.score(alone, 1, one);
      assertThat(one.error(0)).isEqualTo(all.error(window));
      assertThat(one.featureError(0, 4)).isEqualTo(all.featureError(window, 4));
      assertThat(one.expected(0, 2)).isEqualTo(all.expected(window, 2));
    }
  }

  @Test
  void score_withAndWithoutVectors_isTheSameBitForBit() {
    for (LstmShape shape : List.of(ODD, LstmShape.standard(16))) {
      float[] input = windows(shape, WINDOWS);
      var plain = LstmAutoencoder.with(bundle(shape), PlainLstmKernel::new);
      var vectors = LstmAutoencoder.with(bundle(shape), VectorLstmKernel::new);
      LstmScores expected = plain.scores(WINDOWS);
      plain.score(input, WINDOWS, expected);
      LstmScores found = vectors.scores(WINDOWS);
      vectors.score(input, WINDOWS, found);
      assertThat(found.errors).containsExactly(expected.errors);
      assertThat(found.featureErrors).containsExactly(expected.featureErrors);
      assertThat(found.expected).containsExactly(expected.expected);
      assertThat(found.seen).containsExactly(expected.seen);
    }
  }

  @Test
  void score_again_allocatesNothing() {
    var plain =
        LstmAutoencoder.plain(bundle(ODD)); // vectors live on the heap until they are compiled
    LstmScores scores = plain.scores(WINDOWS);
    plain.score(windows, WINDOWS, scores);
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    plain.score(windows, WINDOWS, scores);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(1024);
  }

  @Test
  void best_moduleStarted_usesVectors() {
    assertThat(LstmKernels.best()).isInstanceOf(VectorLstmKernel.class);
  }

  @Test
  void counterfactual_applied_bringsTheErrorBelowTheThreshold() {
    LstmScores scores = model.scores(1);
    for (int strange = 0; strange < ODD.features(); strange++) {
      float[] window = windows(ODD, 1);
      for (int step = 0; step < ODD.steps(); step++) {
        window[step * ODD.features() + strange] += 40;
      }
      model.score(window, 1, scores);
      double threshold = scores.error(0) / 10;

      Counterfactual found = model.counterfactual(window, threshold).orElseThrow();

      assertThat(found.changes().getFirst().index()).isEqualTo(strange);
      float[] expected = model.repeat(window);
      float[] applied = window.clone();
      for (Counterfactual.Change change : found.changes()) {
        for (int at = change.index(); at < applied.length; at += ODD.features()) {
          applied[at] = expected[at];
        }
      }
      model.score(applied, 1, scores);
      assertThat((double) scores.error(0)).isLessThan(threshold).isEqualTo(found.score());
    }
  }

  @Test
  void counterfactual_thresholdNobodyReaches_isNone() {
    assertThat(model.counterfactual(windows(ODD, 1), 0)).isEmpty();
  }

  @Test
  void score_strangeWindow_pointsAtItsFeature() {
    float[] strange = windows(ODD, 1);
    for (int step = 0; step < ODD.steps(); step++) {
      strange[step * ODD.features() + 3] = 1e4f;
    }
    LstmScores scores = model.scores(1);
    model.score(strange, 1, scores);
    for (int f = 0; f < ODD.features(); f++) {
      assertThat(scores.featureError(0, 3)).isGreaterThanOrEqualTo(scores.featureError(0, f));
    }
    assertThat(scores.seen(0, 3)).isEqualTo(1e4f);
  }

  @Test
  void score_hugeValues_staysFinite() {
    float[] huge = new float[ODD.windowValues()];
    Arrays.fill(huge, Float.MAX_VALUE);
    LstmScores scores = model.scores(1);
    model.score(huge, 1, scores);
    assertThat(scores.error(0)).isFinite().isGreaterThan(1e9f);
  }

  @Test
  void score_notFinite_namesWindowStepAndFeature() {
    windows[(5 * ODD.steps() + 2) * ODD.features() + 1] = Float.NaN;
    LstmScores scores = model.scores(WINDOWS);
    assertThatThrownBy(() -> model.score(windows, WINDOWS, scores))
        .hasMessage("window 5, step 2: f1 is NaN (expected: a finite number)");
    assertThat(scores.count()).isZero();
  }

  @Test
  void score_tooFewValues_isRefused() {
    LstmScores scores = model.scores(WINDOWS + 1);
    assertThatThrownBy(() -> model.score(windows, WINDOWS + 1, scores))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4200 values for 71 windows of 12 x 5");
  }

  @Test
  void from_scaleOfZero_isRefused() {
    Bundle broken = bundle(ODD).change().floats("scales", new float[5]).build();
    assertThatThrownBy(() -> LstmAutoencoder.from(broken))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("scale 0.0");
  }

  @Test
  void from_tensorOfAnotherSize_isRefused() {
    Bundle broken = bundle(ODD).change().whole("hidden", 8).build();
    assertThatThrownBy(() -> LstmAutoencoder.from(broken))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("encoder_input has 140 values (expected: 160)");
  }

  @Test
  void tanh_everywhere_errsLessThanAMillionth() {
    double largest = 0;
    for (double x = -20; x < 20; x += 1.3e-5) {
      float value = (float) x;
      largest = Math.max(largest, Math.abs(Rational.tanh(value) - Math.tanh(value)));
      largest =
          Math.max(largest, Math.abs(Rational.logistic(value / 2) - 1 / (1 + Math.exp(-value))));
    }
    assertThat(largest).isLessThan(6e-7);
    assertThat(Rational.tanh(0)).isZero();
  }

  static Bundle bundle(LstmShape shape) {
    var random = new Random(17);
    float[] parameters = new float[LstmTensor.parameters(shape)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.4 * random.nextGaussian());
    }
    float[] means = new float[shape.features()];
    float[] scales = new float[shape.features()];
    for (int f = 0; f < means.length; f++) {
      means[f] = f - 2;
      scales[f] = 1 + f;
    }
    var bundle = Bundle.of(LstmAutoencoder.KIND, "test")
        .texts(
            "features", IntStream.range(0, means.length).mapToObj(f -> "f" + f).toList())
        .text("schema", "test/1")
        .text("card", "# test");
    return LstmAutoencoder.into(bundle, LstmWeights.of(shape, parameters), means, scales)
        .build();
  }

  static float[] windows(LstmShape shape, int count) {
    var random = new Random(23);
    float[] windows = new float[count * shape.windowValues()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = (float) (3 * random.nextGaussian());
    }
    return windows;
  }
}
