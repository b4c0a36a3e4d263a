package io.fedics.fl.train.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.model.lstm.LstmWeights;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.Batches;
import io.fedics.fl.train.PrivateSettings;
import io.fedics.fl.train.ProximalTerm;
import org.junit.jupiter.api.Test;

class LstmPrivateTrainerTest {
  private static final LstmWeights START = LstmStart.of(Waves.SETTINGS.shape(), 1);

  private static float[][] windows(int count) {
    return Waves.windows(count, 3).toArray(float[][]::new);
  }

  private static LstmWeights trained(PrivateSettings settings, float[][] windows) {
    return new LstmPrivateTrainer(settings, SecretRandom.create()).train(START, windows);
  }

  /** Who draws nobody says so by noise alone: the first step of Adam moves every weight by its rate. */
  @Test
  void train_emptyBatch_isAStepLikeAnyOther() {
    LstmWeights after = trained(new PrivateSettings(1, 1, 1e-12, 1, 0.01, 0), windows(5));
    float[] before = START.parameters();
    for (int i = 0; i < before.length; i++) {
      assertThat(Math.abs(after.parameters()[i] - before[i])).isBetween(0.0099f, 0.0101f);
    }
  }

  /** 600 windows are more than one chunk; with all of them drawn, little noise and one step it is the step of Adam. */
  @Test
  void train_everybodyDrawnAndHardlyNoise_goesWhereAdamGoes() {
    float[][] windows = windows(600);
    LstmWeights noised = trained(new PrivateSettings(1e3, 0.01, 1, 1, 0.01, 0), windows);
    LstmWeights plain = new LstmPlainTrainer(
            1, new Batches.OfRecords(600), 0.01, ProximalTerm.NONE, 1)
        .train(START, windows);
    int same = 0;
    float[] before = START.parameters();
    for (int i = 0; i < before.length; i++) {
      float one = noised.parameters()[i] - before[i];
      float other = plain.parameters()[i] - before[i];
      same += one * other > 0 ? 1 : 0;
    }
    // noise of 10 / 600 beside a mean gradient turns signs only of weights with nearly none
    assertThat(same).isGreaterThan((int) (0.7 * before.length));
  }

  @Test
  void train_windowsBeyondMeasure_diverges() {
    float[][] windows = windows(3);
    windows[1][4] = Float.MAX_VALUE;
    assertThatThrownBy(() -> trained(new PrivateSettings(1, 1, 1, 1, 0.01, 0), windows))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("training diverged (learning rate 0.01, clip 1.0): ");
  }
}
