package io.fedics.fl.train.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.lstm.LstmScores;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LstmTrainerTest {

  @Test
  void train_waves_repeatsThemAndNotNoise() {
    List<LstmEpoch> epochs = new ArrayList<>();
    Bundle bundle = LstmTrainer.train(Waves.of(100, 1), Waves.SETTINGS, epochs::add);
    LstmEpoch last = epochs.getLast();
    assertThat(last.heldOutError()).isLessThan(0.5 * epochs.getFirst().heldOutError());
    LstmAutoencoder model = LstmAutoencoder.from(bundle);
    LstmScores scores = model.scores(2);
    model.score(Waves.waveAndNoise(), 2, scores);
    assertThat(scores.error(1)).isGreaterThan(4 * scores.error(0));
    assertThat(model.schema()).isEqualTo("waves/1");
    assertThat(bundle.whole("training_windows") + bundle.whole("held_out_windows"))
        .isEqualTo(100);
    assertThat(bundle.number("held_out_error"))
        .isEqualTo(epochs.stream().mapToDouble(LstmEpoch::heldOutError).min().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void train_sameSeed_givesTheSameBundle(LstmEngine engine) {
    float[] windows = Waves.of(40, 1);
    LstmSettings few = Waves.SETTINGS.withEpochs(2).withEngine(engine);
    Bundle first = LstmTrainer.train(windows, few, epoch -> {});
    assertThat(LstmTrainer.train(windows, few, epoch -> {}).sha256()).isEqualTo(first.sha256());
  }

  @ParameterizedTest
  @EnumSource
  void train_fromABundle_goesOnWhereItWasAndIsNoWorse(LstmEngine engine) {
    float[] windows = Waves.of(60, 1);
    LstmSettings few = Waves.SETTINGS.withEpochs(4).withEngine(engine);
    Bundle first = LstmTrainer.train(windows, few, epoch -> {});
    List<LstmEpoch> epochs = new ArrayList<>();

    Bundle second = LstmTrainer.train(windows, few, first, epochs::add);

    assertThat(second.number("held_out_error"))
        .isLessThanOrEqualTo(first.number("held_out_error"))
        .isLessThanOrEqualTo(epochs.getLast().heldOutError());
    assertThat(second.floats("means", few.features().size()))
        .isEqualTo(first.floats("means", few.features().size()));
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
  }

  @Test
  void train_fromABundleOfOtherFeatures_isRefused() {
    Bundle other = Bundle.of("lstm", "lstm")
        .text("card", "other")
        .texts("features", List.of("a"))
        .build();

    assertThatThrownBy(() -> LstmTrainer.train(Waves.of(40, 1), Waves.SETTINGS, other, epoch -> {}))
        .isInstanceOf(BundleException.class);
  }

  @Test
  void train_noBetterForAWhile_stopsAndKeepsTheBest() {
    LstmSettings wild = new LstmSettings(
        "waves/1",
        Waves.SETTINGS.features(),
        Waves.SETTINGS.shape(),
        7,
        200,
        3,
        16,
        0.1,
        0.5,
        5,
        0.01,
        LstmEngine.KERNELS);
    List<LstmEpoch> epochs = new ArrayList<>();
    Bundle bundle = LstmTrainer.train(Waves.of(40, 1), wild, epochs::add);
    assertThat(epochs).hasSizeLessThan(200);
    assertThat(epochs.subList(epochs.size() - 3, epochs.size())).noneMatch(LstmEpoch::best);
    LstmEpoch best = epochs.get(epochs.size() - 4);
    assertThat(best.best()).isTrue();
    assertThat(bundle.whole("epoch")).isEqualTo(best.epoch());
    assertThat(bundle.number("held_out_error")).isEqualTo(best.heldOutError());
  }

  @Test
  void train_notFinite_namesTheValue() {
    float[] windows = Waves.of(4, 1);
    windows[Waves.SETTINGS.shape().windowValues() + 3] = Float.NaN;
    assertThatThrownBy(() -> LstmTrainer.train(windows, Waves.SETTINGS, epoch -> {}))
        .hasMessage("training window 1, step 1: b is NaN (expected: a finite number)");
  }

  @Test
  void train_oneWindow_isRefused() {
    assertThatThrownBy(() -> LstmTrainer.train(Waves.of(1, 1), Waves.SETTINGS, epoch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at least 2 windows of 12 x 2");
  }
}
