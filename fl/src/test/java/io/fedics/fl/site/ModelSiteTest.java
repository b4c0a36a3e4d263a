package io.fedics.fl.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.grpc.Answer;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.VolatileLedger;
import io.fedics.fl.train.mlp.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ModelSiteTest {
  private final VolatileLedger ledger = new VolatileLedger(Optional.of(new PrivacyBudget(4, 1e-5)));

  private static PublicRanges data() {
    List<String> names = List.of("normal", "flood");
    return new PublicRanges(
        new TrainingData(rows(400, 1), classes(400), names),
        new TestData(rows(200, 2), classes(200), names),
        List.of("a", "b"),
        Set.of());
  }

  private static double[][] rows(int size, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[size][];
    for (int row = 0; row < size; row++) {
      rows[row] = new double[] {row % 2 * 0.6 + 0.4 * random.nextDouble(), random.nextDouble()};
    }
    return rows;
  }

  private static int[] classes(int size) {
    int[] classes = new int[size];
    Arrays.setAll(classes, row -> row % 2);
    return classes;
  }

  private ModelSite site(Optional<PrivacyUnit> unit, int rounds) {
    return site(unit, rounds, Scaling.PUBLIC);
  }

  private ModelSite site(Optional<PrivacyUnit> unit, int rounds, Scaling scaling) {
    return site(unit, rounds, new Disclosure(scaling, false));
  }

  private ModelSite site(Optional<PrivacyUnit> unit, int rounds, Disclosure disclosure) {
    var privacy = new Privacy(unit, 4, 1e-5, 1, Optional.empty());
    return new ModelSite(
        "substation",
        MlpModel.of(data(), Activation.RELU),
        disclosure,
        new Learning(2, 16, 0.1, 0.9),
        privacy,
        1,
        rounds,
        ledger);
  }

  @Test
  void fit_withoutPrivacy_learnsAndRepeats() {
    ModelSite one = site(Optional.empty(), 3);
    ModelSite other = site(Optional.empty(), 3);
    List<Tensor> model = one.parameters();
    for (int round = 1; round <= 3; round++) {
      Answer.Fitted fitted = one.fit(model, Map.of("server_round", (long) round), Optional.empty());
      assertThat(fitted.examples()).isEqualTo(400);
      assertThat(fitted.metrics()).isEqualTo(Map.of("site", "substation"));
      assertThat(values(other.fit(model, Map.of(), Optional.empty()).parameters()))
          .isEqualTo(values(fitted.parameters()));
      model = fitted.parameters();
    }
    Answer.Evaluated judged = one.evaluate(model, Optional.empty()).orElseThrow();
    assertThat(judged.examples()).isEqualTo(200);
    assertThat((Double) judged.metrics().get("accuracy")).isGreaterThan(0.97);
    assertThat(one.spent()).isEmpty();
    assertThat(one.rounds()).isEqualTo(3);
  }

  private static double[] values(List<Tensor> tensors) {
    return tensors.stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .toArray();
  }

  @Test
  void fit_recordPrivacy_tellsEpsilonWithItsUnitAndEndsWithTheBudget() {
    ModelSite site = site(Optional.of(PrivacyUnit.RECORD), 2);
    List<Tensor> model = site.parameters();
    site.fit(model, Map.of(), Optional.empty());
    assertThat(site.evaluate(model, Optional.empty())).isPresent();
    Answer.Fitted fitted = site.fit(model, Map.of(), Optional.empty());
    assertThat(fitted.metrics()).containsEntry("unit", "record");
    assertThat((Double) fitted.metrics().get("epsilon")).isCloseTo(4, within(0.01));
    assertThatExceptionOfType(BudgetExceededException.class)
        .isThrownBy(() -> site.fit(model, Map.of(), Optional.empty()))
        .withMessageContaining("substation");
    assertThat(site.spent().orElseThrow().epsilon()).isLessThanOrEqualTo(4);
    assertThat(site.rounds()).isEqualTo(2);
  }

  @Test
  void spent_otherDeltaThanThatOfTheLedgersRows_isToldAtTheirs() {
    ModelSite before = site(Optional.of(PrivacyUnit.RECORD), 2);
    before.fit(before.parameters(), Map.of(), Optional.empty());
    var privacy = new Privacy(Optional.of(PrivacyUnit.RECORD), 4, 1e-7, 1, Optional.empty());
    var again = new ModelSite(
        "substation",
        MlpModel.of(data(), Activation.RELU),
        new Disclosure(Scaling.PUBLIC, false),
        new Learning(2, 16, 0.1, 0.9),
        privacy,
        1,
        2,
        ledger);
    assertThat(again.spent()).isEqualTo(before.spent());
    assertThat(again.spent().orElseThrow().delta()).isEqualTo(1e-5);
  }

  /** Noise of deviation z on 2,305 weights; none is bare, and their norm is √2305 × z within 30 %. */
  @Test
  void fit_clientPrivacy_sendsANoisedUpdate() {
    ModelSite site = site(Optional.of(PrivacyUnit.CLIENT), 1);
    List<Tensor> model = site.parameters();
    double[] before = values(model);
    double[] after = values(site.fit(model, Map.of(), Optional.empty()).parameters());
    double squares = 0;
    for (int i = 0; i < after.length; i++) {
      squares += (after[i] - before[i]) * (after[i] - before[i]);
    }
    assertThat(Math.sqrt(squares / after.length)).isBetween(0.7, 2.0);
    assertThat(site.spent().orElseThrow().epsilon()).isBetween(3.9, 4.0);
  }

  @Test
  void sums_twoSites_scaleAlikeAndLearn() {
    ModelSite site = site(Optional.empty(), 3, Scaling.SUMS);
    FeatureSums sums = site.sums();
    assertThat(sums.rows()).isEqualTo(400);
    assertThat(sums.sums()).containsExactly(FeatureSums.of(rows(400, 1)).sums());
    var scaling = Optional.of(Standardisation.of(sums));
    List<Tensor> model = site.parameters();
    for (int round = 1; round <= 3; round++) {
      model = site.fit(model, Map.of(), scaling).parameters();
    }
    Answer.Evaluated judged = site.evaluate(model, scaling).orElseThrow();
    assertThat((Double) judged.metrics().get("accuracy")).isGreaterThan(0.97);
  }

  @Test
  void sums_recordPrivacy_areNoisedChargedOnceAndLeaveTheRoundsTheirBudget() {
    ModelSite site = site(Optional.of(PrivacyUnit.RECORD), 2, Scaling.SUMS);
    FeatureSums told = site.sums();
    assertThat(told.sums()).isNotEqualTo(FeatureSums.of(rows(400, 1)).sums());
    double once = site.spent().orElseThrow().epsilon();
    assertThat(once).isCloseTo(0.8, within(0.01)); // a fifth of 4
    assertThat(site.sums()).isSameAs(told);
    assertThat(site.spent().orElseThrow().epsilon()).isEqualTo(once);
    var scaling = Optional.of(Standardisation.of(told));
    for (int round = 1; round <= 2; round++) {
      site.fit(site.parameters(), Map.of(), scaling);
      assertThat(site.evaluate(site.parameters(), scaling)).isPresent();
    }
    assertThat(site.spent().orElseThrow().epsilon()).isCloseTo(4, within(0.01));
    assertThatExceptionOfType(BudgetExceededException.class)
        .isThrownBy(() -> site.fit(site.parameters(), Map.of(), scaling));
  }

  @Test
  void sums_siteThatWasNotToldTo_tellsAndTakesNone() {
    ModelSite site = site(Optional.empty(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(site::sums)
        .withMessageStartingWith("scaling: sums (expected: public, ");
    var scaling = Optional.of(new Standardisation(new double[2], new double[] {1, 1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site.fit(site.parameters(), Map.of(), scaling))
        .withMessageStartingWith("scaling: sums (expected: public, ");
    ModelSite bySums = site(Optional.empty(), 1, Scaling.SUMS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bySums.fit(site.parameters(), Map.of(), Optional.empty()))
        .withMessageStartingWith("scaling: none told (expected: ");
    var other = Optional.of(new Standardisation(new double[3], new double[] {1, 1, 1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bySums.evaluate(site.parameters(), other))
        .withMessage("feature means: 3 (expected: 2, one a feature)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site(Optional.of(PrivacyUnit.CLIENT), 1, Scaling.SUMS))
        .withMessageStartingWith("scaling: sums (expected: public with privacy of clients");
  }

  @Test
  void logitCounts_siteThatWasToldTo_countsItsTrainingRows() {
    ModelSite silent = site(Optional.empty(), 1);
    List<Tensor> model = silent.parameters();
    assertThat(silent.logitCounts(model, Optional.empty())).isEmpty();
    ModelSite site = site(Optional.empty(), 1, new Disclosure(Scaling.PUBLIC, true));
    LogitCounts counts = site.logitCounts(model, Optional.empty()).orElseThrow();
    assertThat(LongStream.of(counts.normals()).sum()).isEqualTo(200);
    assertThat(LongStream.of(counts.attacks()).sum()).isEqualTo(200);
    assertThat(site.logitCounts(model, Optional.empty())).isPresent(); // the same again
    List<Tensor> crafted = site.fit(model, Map.of(), Optional.empty()).parameters();
    assertThat(site.logitCounts(crafted, Optional.empty())).isEmpty();
    var told = Optional.of(new Standardisation(new double[2], new double[] {1, 1}));
    var other = Optional.of(new Standardisation(new double[2], new double[] {2, 1}));
    ModelSite bySums = site(Optional.empty(), 1, new Disclosure(Scaling.SUMS, true));
    assertThat(bySums.logitCounts(model, told)).isPresent();
    assertThat(bySums.logitCounts(model, other)).isEmpty(); // another model by its scaling
    ModelSite fresh = site(Optional.empty(), 1, new Disclosure(Scaling.PUBLIC, true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fresh.logitCounts(model, told))
        .withMessageStartingWith("scaling: sums (expected: public, ");
    for (PrivacyUnit unit : PrivacyUnit.values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> site(Optional.of(unit), 1, new Disclosure(Scaling.PUBLIC, true)))
          .withMessage(
              "calibrate-cut: yes (expected: no with privacy, because counts are not noised)");
    }
  }

  /** 200 rows, noise of multiplier z on sums of at most √2 a row: six deviations. */
  @Test
  void evaluate_recordPrivacy_tellsNoisedFiguresThatAreCharged() {
    ModelSite bare = site(Optional.empty(), 1);
    Answer.Evaluated exact = bare.evaluate(bare.parameters(), Optional.empty()).orElseThrow();
    ModelSite site = site(Optional.of(PrivacyUnit.RECORD), 1);
    Answer.Evaluated told = site.evaluate(site.parameters(), Optional.empty()).orElseThrow();
    assertThat(site.spent().orElseThrow().epsilon()).isCloseTo(0.8, within(0.01)); // a fifth of 4
    assertThat(told.examples()).isEqualTo(200);
    assertThat(told.metrics()).containsOnlyKeys("accuracy");
    double most = 6 * Math.sqrt(2) * 5.5 / 200; // z is some 5.1
    assertThat(told.loss()).isNotEqualTo(exact.loss()).isCloseTo(exact.loss(), within(most));
    double accuracy = accuracy(exact);
    assertThat(accuracy(told)).isCloseTo(accuracy, within(most));
  }

  private static double accuracy(Answer.Evaluated judged) {
    return judged.metrics().get("accuracy") instanceof Double accuracy ? accuracy : Double.NaN;
  }

  @Test
  void evaluate_budgetSpentOrPrivacyOfClients_tellsNothing() {
    ModelSite site = site(Optional.of(PrivacyUnit.RECORD), 1);
    site.fit(site.parameters(), Map.of(), Optional.empty());
    var spent = site.spent();
    assertThat(site.evaluate(site.parameters(), Optional.empty())).isPresent(); // the round's
    assertThat(site.spent()).isEqualTo(spent);
    assertThat(site.evaluate(site.parameters(), Optional.empty())).isEmpty();
    ModelSite hidden = site(Optional.of(PrivacyUnit.CLIENT), 1);
    assertThat(hidden.evaluate(hidden.parameters(), Optional.empty())).isEmpty();
  }

  @Test
  void fit_anotherModel_isRefused() {
    ModelSite site = site(Optional.empty(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site.fit(List.of(Tensor.of(1, 2)), Map.of(), Optional.empty()))
        .withMessageStartingWith("parameters: shapes [[2]] (expected: ");
  }

  private double moved(Optional<PrivacyUnit> unit, double mu) {
    ModelSite site = site(unit, 1);
    List<Tensor> sent = site.parameters();
    return Math.sqrt(squares(
        values(site.fit(sent, Map.of("proximal_mu", mu), Optional.empty()).parameters()),
        values(sent)));
  }

  private static double squares(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return sum;
  }

  /** At learning rate 0.1 and momentum 0.9 anything from 38 on would diverge. */
  @Test
  void fit_largeProximalMu_holdsTheWeightsNearThoseItWasSent() {
    assertThat(moved(Optional.empty(), 10)).isLessThan(moved(Optional.empty(), 0) / 10);
    assertThat(moved(Optional.of(PrivacyUnit.CLIENT), 10)).isPositive();
  }

  /** Noise moves them as well: each step is drawn back before the next. */
  @Test
  void fit_largeProximalMuWithPrivacyOfRecords_holdsTheWeightsNearThoseItWasSent() {
    double held = moved(Optional.of(PrivacyUnit.RECORD), 10);
    var fresh = new ModelSiteTest();
    assertThat(held).isLessThan(fresh.moved(Optional.of(PrivacyUnit.RECORD), 0) / 2);
  }

  @Test
  void fit_proximalMu0_isFedAvgBitForBit() {
    ModelSite asked = site(Optional.empty(), 1);
    ModelSite bare = site(Optional.empty(), 1);
    List<Tensor> sent = asked.parameters();
    assertThat(
            values(asked.fit(sent, Map.of("proximal_mu", 0.0), Optional.empty()).parameters()))
        .isEqualTo(values(bare.fit(sent, Map.of(), Optional.empty()).parameters()));
  }

  @Test
  void fit_proximalMuThatDivergesOrIsNone_isRefusedBeforeAnythingIsCharged() {
    ModelSite site = site(Optional.of(PrivacyUnit.RECORD), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site.fit(site.parameters(), Map.of("proximal_mu", 40), Optional.empty()))
        .withMessage("strategy: proximal_mu 40.0 (expected: below 38.0, beyond which learning rate"
            + " 0.1 and momentum 0.9 diverge)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> site.fit(site.parameters(), Map.of("proximal_mu", -1), Optional.empty()))
        .withMessage("strategy: proximal_mu -1.0 (expected: 0 or more)");
    assertThat(site.spent().orElseThrow().epsilon()).isZero();
  }
}
