package io.fedics.fl.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import io.fedics.fl.train.lstm.Waves;
import io.fedics.fl.train.mlp.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LstmModelTest {
  private static final int WINDOWS = 200;

  private static LstmModel model() {
    return new LstmModel(Waves.frame(), Waves.windows(WINDOWS, 1), Waves.windows(40, 2));
  }

  private static ModelSite site(SiteModel model, Privacy privacy, int rounds) {
    var ledger = new VolatileLedger(Optional.of(new PrivacyBudget(8, 1e-5)));
    return new ModelSite(
        "substation",
        model,
        Disclosure.NOTHING,
        new Learning(2, 16, 0.02, 0.9),
        privacy,
        1,
        rounds,
        ledger);
  }

  private static Privacy record(Optional<Double> noise) {
    return new Privacy(Optional.of(PrivacyUnit.RECORD), 8, 1e-5, 1, noise);
  }

  @Test
  void fit_withoutPrivacy_repeatsWindowsEverBetterAndTheSameEachTime() {
    ModelSite one = site(model(), Privacy.NONE, 3);
    ModelSite other = site(model(), Privacy.NONE, 3);
    List<Tensor> parameters = one.parameters();
    double before = one.evaluate(parameters, Optional.empty()).orElseThrow().loss();
    for (int round = 1; round <= 3; round++) {
      var fitted = one.fit(parameters, Map.of(), Optional.empty());
      assertThat(fitted.examples()).isEqualTo(WINDOWS);
      assertThat(first(other.fit(parameters, Map.of(), Optional.empty()).parameters()))
          .isEqualTo(first(fitted.parameters()));
      parameters = fitted.parameters();
    }
    var judged = one.evaluate(parameters, Optional.empty()).orElseThrow();
    assertThat(judged.loss()).isLessThan(before / 3);
    assertThat(judged.examples()).isEqualTo(40);
  }

  private static double[] first(List<Tensor> tensors) {
    return tensors.getFirst().values();
  }

  /** Chosen so that noise is small beside the sum: the mean of 16 of 200 windows, 25 steps of Adam a round. */
  @Test
  void fit_recordPrivacyWithLittleNoise_learns() {
    var privacy = new Privacy(Optional.of(PrivacyUnit.RECORD), 1e6, 1e-5, 1, Optional.of(0.05));
    var ledger = new VolatileLedger(Optional.empty());
    var site = new ModelSite(
        "substation",
        model(),
        Disclosure.NOTHING,
        new Learning(4, 16, 0.02, 0.9),
        privacy,
        1,
        1,
        ledger);
    List<Tensor> parameters = site.parameters();
    double before = site.evaluate(parameters, Optional.empty()).orElseThrow().loss();
    for (int round = 1; round <= 4; round++) {
      parameters = site.fit(parameters, Map.of(), Optional.empty()).parameters();
    }
    assertThat(site.evaluate(parameters, Optional.empty()).orElseThrow().loss())
        .isLessThan(before / 2);
  }

  @Test
  void fit_recordPrivacy_isChargedAsThePerceptronIs() {
    double[][] rows = new double[WINDOWS][2];
    var perceptron = new MlpModel(
        rows,
        new int[WINDOWS],
        Activation.RELU,
        new TestData(rows, new int[WINDOWS], List.of("normal", "flood")));
    ModelSite ofRows = site(perceptron, record(Optional.of(1.1)), 1);
    ModelSite ofWindows = site(model(), record(Optional.of(1.1)), 1);
    for (int round = 1; round <= 2; round++) {
      var rowsSaid = ofRows.fit(ofRows.parameters(), Map.of(), Optional.empty()).metrics();
      var windowsSaid =
          ofWindows.fit(ofWindows.parameters(), Map.of(), Optional.empty()).metrics();
      // and the figures, paid for once because they were not told yet
      assertThat(windowsSaid).isEqualTo(rowsSaid).containsEntry("steps", 26L * round + 1);
    }
  }

  private static double moved(Privacy privacy, double mu) {
    ModelSite site = site(model(), privacy, 1);
    List<Tensor> sent = site.parameters();
    double[] before = first(sent);
    double[] after =
        first(site.fit(sent, Map.of("proximal_mu", mu), Optional.empty()).parameters());
    double squares = 0;
    for (int i = 0; i < before.length; i++) {
      squares += (after[i] - before[i]) * (after[i] - before[i]);
    }
    return Math.sqrt(squares);
  }

  /** Adam moves by its rate whichever way: so near and no nearer. */
  @Test
  void fit_largeProximalMu_holdsTheWeightsNearThoseItWasSent() {
    assertThat(moved(Privacy.NONE, 1e4)).isLessThan(moved(Privacy.NONE, 0) / 2);
    Privacy kept = record(Optional.of(1.1));
    assertThat(moved(kept, 1e4)).isLessThan(moved(kept, 0) / 2);
  }

  @Test
  void fit_proximalMu0_isFedAvgBitForBit() {
    List<Tensor> sent = site(model(), Privacy.NONE, 1).parameters();
    assertThat(first(site(model(), Privacy.NONE, 1)
            .fit(sent, Map.of("proximal_mu", 0.0), Optional.empty())
            .parameters()))
        .isEqualTo(first(
            site(model(), Privacy.NONE, 1).fit(sent, Map.of(), Optional.empty()).parameters()));
  }

  @Test
  void fit_budgetSpent_trainsNoMore() {
    ModelSite site = site(model(), record(Optional.empty()), 1);
    List<Tensor> parameters = site.parameters();
    site.fit(parameters, Map.of(), Optional.empty());
    assertThatExceptionOfType(BudgetExceededException.class)
        .isThrownBy(() -> site.fit(parameters, Map.of(), Optional.empty()))
        .withMessageContaining("substation");
  }

  @Test
  void fit_anotherModel_isRefusedBeforeAnythingIsCharged() {
    ModelSite site = site(model(), record(Optional.empty()), 1);
    List<Tensor> turned = new ArrayList<>(site.parameters());
    turned.set(0, Tensor.of(1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site.fit(turned, Map.of(), Optional.empty()))
        .withMessageStartingWith("parameters: shapes [[2], [8, 32], [32],")
        .withMessageEndingWith("LSTM autoencoder 2 → 8 → 4 → 8 → 2)");
    List<Tensor> poisoned = site.parameters();
    first(poisoned)[3] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site.evaluate(poisoned, Optional.empty()).orElseThrow())
        .withMessageContaining("number 3 is NaN");
    assertThat(site.spent().orElseThrow().epsilon()).isZero();
  }

  @Test
  void create_windowsThatAreNone_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LstmModel(Waves.frame(), List.of(), Waves.windows(1, 1)))
        .withMessage("training windows: 0 (expected: at least 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LstmModel(Waves.frame(), Waves.windows(1, 1), List.of(new float[3])))
        .withMessage("held-out window: 3 values (expected: 12 x 2)");
  }
}
