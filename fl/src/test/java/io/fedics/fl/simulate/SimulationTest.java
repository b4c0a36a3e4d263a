package io.fedics.fl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.aggregate.FedProx;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.site.Learning;
import io.fedics.fl.site.Privacy;
import io.fedics.fl.train.lstm.Waves;
import io.fedics.fl.train.mlp.Activation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final PublicRanges DATA = data();
  private static final Strategy FED_AVG = Strategy.of("FedAvg", Map.of());

  /** Attacks have a larger first number; two never meet. */
  private static PublicRanges data() {
    return new PublicRanges(
        new TrainingData(rows(600, 1), classes(600), List.of("normal", "flood", "scan")),
        new TestData(rows(300, 2), classes(300), List.of("normal", "flood", "scan")),
        List.of("a", "b", "is_host_login"),
        Set.of());
  }

  private static double[][] rows(int size, long seed) {
    var random = new SplittableRandom(seed);
    double[][] rows = new double[size][];
    for (int row = 0; row < size; row++) {
      double base = row % 3 == 0 ? 0 : 0.6;
      rows[row] = new double[] {base + 0.4 * random.nextDouble(), random.nextDouble(), 0};
    }
    return rows;
  }

  private static int[] classes(int size) {
    int[] classes = new int[size];
    for (int row = 0; row < size; row++) {
      classes[row] = row % 3;
    }
    return classes;
  }

  private static SimulationSettings settings(
      int malicious, Optional<Attack> attack, Strategy strategy, Privacy privacy) {
    return new SimulationSettings(
        6, 4, new Learning(2, 16, 0.1, 0.9), malicious, attack, strategy, privacy);
  }

  private static Outcome run(SimulationSettings settings) {
    return simulation(settings).run(1, false, _ -> {});
  }

  private static Simulation simulation(SimulationSettings settings) {
    return new Simulation(
        settings, new TableTask(DATA, new Partition.Iid(), Activation.RELU, settings.attack()));
  }

  private static double accuracy(Outcome outcome) {
    return accuracy(outcome.heldOut());
  }

  private static double accuracy(Judgement judgement) {
    return ((RowJudgement) judgement).counts().accuracy();
  }

  @Test
  void run_honestSites_learnWhatOneModelLearns() {
    Outcome outcome =
        simulation(settings(0, Optional.empty(), FED_AVG, Privacy.NONE)).run(1, true, _ -> {});
    assertThat(outcome.rounds()).hasSize(4);
    assertThat(outcome.rounds().getLast().judgement()).isEqualTo(outcome.heldOut());
    assertThat(accuracy(outcome)).isGreaterThan(0.98);
    assertThat(accuracy(outcome.central().orElseThrow())).isGreaterThan(0.98);
    assertThat(outcome.sites()).hasSize(6).noneMatch(SiteSuspicion::isSuspect);
    assertThat(outcome.spent()).isEmpty();
    assertThat(outcome.stopped()).isEmpty();
  }

  @Test
  void run_fedProx_trainsWithTheTermAndWithoutItAsFedAvg() {
    Outcome average = run(settings(0, Optional.empty(), FED_AVG, Privacy.NONE));
    assertThat(run(settings(0, Optional.empty(), new FedProx(0), Privacy.NONE)).heldOut())
        .isEqualTo(average.heldOut());
    Outcome held = run(settings(0, Optional.empty(), new FedProx(0.1), Privacy.NONE));
    assertThat(held.heldOut()).isNotEqualTo(average.heldOut());
    assertThat(accuracy(held)).isGreaterThan(0.95);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(settings(0, Optional.empty(), new FedProx(40), Privacy.NONE)))
        .withMessageStartingWith("strategy: proximal_mu 40.0 (expected: below 38.0, ");
  }

  @Test
  void run_sameSeed_isTheSameToTheLastBit() {
    SimulationSettings settings =
        settings(1, Optional.of(Attack.LABEL_FLIP), FED_AVG, Privacy.NONE);
    assertThat(run(settings)).isEqualTo(run(settings));
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void run_oneLiesUnderMultiKrum_theModelHolds(Attack attack) {
    Strategy krum =
        Strategy.of("Krum", Map.of("num_malicious_clients", 1.0, "num_clients_to_keep", 3.0));
    Outcome outcome = run(settings(1, Optional.of(attack), krum, Privacy.NONE));
    assertThat(accuracy(outcome)).isGreaterThan(0.95);
    assertThat(outcome.sites()).filteredOn(SiteSuspicion::isMalicious).hasSize(1);
    assertThat(((RowJudgement) outcome.heldOut()).backdoor().isPresent())
        .isEqualTo(attack == Attack.BACKDOOR);
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void run_mostLieOnUnevenPartsUnderFlTrust_theModelHolds(Attack attack) {
    Strategy trust = Strategy.parse("FLTrust:root_examples=60,root_share=0.5");
    SimulationSettings settings = settings(4, Optional.of(attack), trust, Privacy.NONE);
    var uneven =
        new TableTask(DATA, new Partition.Dirichlet(0.1), Activation.RELU, settings.attack());
    assertThat(accuracy(new Simulation(settings, uneven).run(1, false, _ -> {})))
        .isGreaterThan(0.95);
  }

  /** One kind of traffic a site is as honest as another's; only turned labels and turned updates are not. */
  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      names = {"LABEL_FLIP", "SIGN_FLIP", "SCALING"})
  void run_twoLieOnUnevenPartsUnderFlTrust_thoseAreTheSuspects(Attack attack) {
    Strategy trust = Strategy.parse("FLTrust:root_examples=60,root_share=0.5");
    SimulationSettings settings = settings(2, Optional.of(attack), trust, Privacy.NONE);
    var uneven =
        new TableTask(DATA, new Partition.Dirichlet(0.1), Activation.RELU, settings.attack());
    List<SiteSuspicion> sites =
        new Simulation(settings, uneven).run(1, false, _ -> {}).sites();
    assertThat(SiteSuspicion.recall(sites)).isEqualTo(1);
    assertThat(SiteSuspicion.falseBlame(sites)).isZero();
  }

  @Test
  void run_scaledLiesUnderFedAvg_wreckTheModelAndAreSeen() {
    Outcome outcome = run(settings(2, Optional.of(Attack.SCALING), FED_AVG, Privacy.NONE));
    assertThat(accuracy(outcome)).isLessThan(0.8);
    assertThat(SiteSuspicion.recall(outcome.sites())).isEqualTo(1);
    assertThat(SiteSuspicion.falseBlame(outcome.sites())).isZero();
  }

  @Test
  void run_recordPrivacy_spendsTheBudgetAndNotMore() {
    Outcome outcome = run(settings(0, Optional.empty(), FED_AVG, record(8, Optional.empty())));
    assertThat(outcome.rounds()).hasSize(4);
    assertThat(outcome.spent().orElseThrow().epsilon()).isBetween(7.9, 8.0);
    assertThat(outcome.stopped()).isEmpty();
  }

  @Test
  void run_budgetReached_stopsBeforeTheRound() {
    double all = run(settings(0, Optional.empty(), FED_AVG, record(1e6, Optional.of(1.0))))
        .spent()
        .orElseThrow()
        .epsilon();
    Outcome outcome =
        run(settings(0, Optional.empty(), FED_AVG, record(all * 0.8, Optional.of(1.0))));
    assertThat(outcome.rounds()).isNotEmpty().hasSizeLessThan(4);
    assertThat(outcome.spent().orElseThrow().epsilon()).isLessThanOrEqualTo(all * 0.8);
    assertThat(outcome.stopped().orElseThrow()).contains("privacy budget").contains("per record");
  }

  private static SimulationSettings with(
      Scaling scaling, boolean calibratesCut, int malicious, Privacy privacy) {
    return new SimulationSettings(
        6,
        4,
        new Learning(2, 16, 0.1, 0.9),
        new Learning(2, 16, 0.1, 0.9),
        malicious,
        malicious == 0 ? Optional.empty() : Optional.of(Attack.LIE),
        FED_AVG,
        privacy,
        scaling,
        calibratesCut);
  }

  private static Outcome uneven(SimulationSettings settings) {
    var task =
        new TableTask(DATA, new Partition.Dirichlet(0.05), Activation.TANH, settings.attack());
    return new Simulation(settings, task).run(3, true, _ -> {});
  }

  @Test
  void run_unevenPartsScaledBySums_learnWhatPublicRangesDoNot() {
    Outcome before = uneven(with(Scaling.PUBLIC, false, 0, Privacy.NONE));
    Outcome after = uneven(with(Scaling.SUMS, false, 0, Privacy.NONE));
    assertThat(accuracy(after)).isGreaterThan(accuracy(before) + 0.02);
    assertThat(accuracy(after.central().orElseThrow())).isGreaterThan(0.98);
  }

  /** The last round's model is the same; what the sites count moves its cut, and with it no rank. */
  @Test
  void run_calibratedCut_isRightMoreOftenAndRanksAlike() {
    Outcome before = uneven(with(Scaling.PUBLIC, false, 0, Privacy.NONE));
    Outcome after = uneven(with(Scaling.PUBLIC, true, 0, Privacy.NONE));
    assertThat(after.rounds()).isEqualTo(before.rounds());
    assertThat(accuracy(after)).isGreaterThan(accuracy(before) + 0.02);
    assertThat(auc(after)).isCloseTo(auc(before), within(1e-12));
  }

  private static double auc(Outcome outcome) {
    return ((RowJudgement) outcome.heldOut()).auc();
  }

  @Test
  void run_recordPrivacyScaledBySums_paysForThemWithinTheBudget() {
    Outcome bare = run(with(Scaling.PUBLIC, false, 0, record(2, Optional.empty())));
    Outcome scaled = run(with(Scaling.SUMS, false, 0, record(2, Optional.empty())));
    assertThat(scaled.rounds()).hasSize(4);
    assertThat(scaled.spent().orElseThrow().epsilon()).isBetween(1.97, 2.0);
    assertThat(scaled.noiseMultiplier().orElseThrow())
        .isGreaterThan(bare.noiseMultiplier().orElseThrow());
    double given = bare.noiseMultiplier().orElseThrow();
    assertThat(run(with(Scaling.SUMS, false, 0, record(1e3, Optional.of(given))))
            .spent()
            .orElseThrow()
            .epsilon())
        .isGreaterThan(2.0);
  }

  @Test
  void run_budgetWithoutMeaning_stillAddsNoiseToTheSums() {
    Outcome outcome = run(with(Scaling.SUMS, false, 0, record(1e9, Optional.of(0.5))));
    assertThat(outcome.rounds()).hasSize(4);
    assertThat(outcome.stopped()).isEmpty();
  }

  private static Privacy record(double epsilon, Optional<Double> noise) {
    return new Privacy(Optional.of(PrivacyUnit.RECORD), epsilon, 1e-5, 1, noise);
  }

  @Test
  void run_clientPrivacy_chargesTheFederation() {
    var privacy = new Privacy(Optional.of(PrivacyUnit.CLIENT), 5, 1e-3, 1, Optional.empty());
    Outcome outcome = run(settings(0, Optional.empty(), FED_AVG, privacy));
    assertThat(outcome.spent().orElseThrow().epsilon()).isBetween(4.9, 5.0);
  }

  /** Sites with windows of the same kind. */
  private static WindowTask waves() {
    return new WindowTask(
        Waves.frame(),
        LongStream.range(0, 6)
            .mapToObj(site ->
                new WindowTask.Windows(Waves.windows(60, 10 + site), Waves.windows(20, 20 + site)))
            .toList());
  }

  private static SimulationSettings ofWaves(int malicious, Optional<Attack> attack, Strategy with) {
    return new SimulationSettings(
        6, 10, new Learning(6, 8, 0.02, 0.9), malicious, attack, with, Privacy.NONE);
  }

  private static double loss(Judgement judgement) {
    return ((WindowJudgement) judgement).loss();
  }

  @Test
  void run_windowsOfOneKind_areRepeatedNearlyAsWellAsByOneModel() {
    Outcome outcome =
        new Simulation(ofWaves(0, Optional.empty(), FED_AVG), waves()).run(1, true, _ -> {});
    double untrained = loss(waves().judge(waves().central().initial(1)));
    double central = loss(outcome.central().orElseThrow());
    assertThat(loss(outcome.heldOut())).isLessThan(0.3 * untrained).isLessThan(central + 0.1);
    assertThat(((WindowJudgement) outcome.heldOut()).worstSite())
        .isGreaterThanOrEqualTo(loss(outcome.heldOut()));
  }

  @Test
  void run_turnedUpdatesUnderFlTrust_areLeftOutAndTheModelHolds() {
    Strategy trust = Strategy.parse("FLTrust:root_examples=40,root_epochs=6,root_batch=8");
    Outcome outcome = new Simulation(ofWaves(4, Optional.of(Attack.SIGN_FLIP), trust), waves())
        .run(1, false, _ -> {});
    double untrained = loss(waves().judge(waves().central().initial(1)));
    assertThat(loss(outcome.heldOut())).isLessThan(0.4 * untrained);
    assertThat(outcome.rounds().getFirst().leftOut()).hasSize(4);
  }

  @Test
  void run_turnedUpdates_hurtTheMeanMoreThanTheMedianAndAreSeen() {
    var lies = Optional.of(Attack.SIGN_FLIP);
    Outcome mean = new Simulation(ofWaves(2, lies, FED_AVG), waves()).run(1, false, _ -> {});
    Strategy median = Strategy.of("FedMedian", Map.of());
    Outcome robust = new Simulation(ofWaves(2, lies, median), waves()).run(1, false, _ -> {});
    assertThat(loss(robust.heldOut())).isLessThan(loss(mean.heldOut()));
    assertThat(SiteSuspicion.recall(robust.sites())).isEqualTo(1);
  }

  private static ForestTask forests() {
    return new ForestTask(
        List.of("a", "b", "c"),
        LongStream.range(0, 3)
            .mapToObj(site -> new ForestTask.Flows(rows(300, site), rows(100, 50 + site)))
            .toList());
  }

  private static SimulationSettings ofForests(int malicious, Optional<Attack> attack) {
    return new SimulationSettings(
        3,
        2,
        new Learning(1, 1, 0.1, 0),
        malicious,
        attack,
        ForestTask.strategy(List.of("a", "b", "c")),
        Privacy.NONE);
  }

  @Test
  void run_forestsOfOneKind_takeNewRowsAsOneForestDoes() {
    Outcome outcome =
        new Simulation(ofForests(0, Optional.empty()), forests()).run(1, true, _ -> {});
    var merged = (ForestJudgement) outcome.heldOut();
    var central = (ForestJudgement) outcome.central().orElseThrow();
    assertThat(merged.loss()).isCloseTo(central.loss(), within(0.02));
    assertThat(merged.shareAbove()).isLessThan(0.06);
    assertThat(outcome.rounds()).hasSize(2).allMatch(round -> round.refused().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGN_FLIP", "SCALING"})
  void run_whatIsNoForest_isRefusedAndNamed(Attack attack) {
    Outcome outcome =
        new Simulation(ofForests(1, Optional.of(attack)), forests()).run(1, false, _ -> {});
    assertThat(outcome.rounds()).allMatch(round -> round.refused().size() == 1);
    assertThat(SiteSuspicion.recall(outcome.sites())).isEqualTo(1);
    assertThat(((ForestJudgement) outcome.heldOut()).shareAbove()).isLessThan(0.06);
  }

  @ParameterizedTest
  @EnumSource(names = {"LABEL_FLIP", "BACKDOOR"})
  void run_windowsHaveNoLabels_attacksOnThemAreRefused(Attack attack) {
    refused(
        "malicious: %s (expected: sign-flip, scaling, lie or min-max, because windows have no labels)"
            .formatted(attack.word()),
        () -> new Simulation(ofWaves(1, Optional.of(attack), FED_AVG), waves()));
  }

  @Test
  void settings_whatCannotBe_isRefused() {
    refused(
        "malicious: 6 (expected: fewer than the 6 clients)",
        () -> settings(6, Optional.of(Attack.LIE), FED_AVG, Privacy.NONE));
    refused(
        "clients: 6 (expected: at least 9 for ",
        () -> settings(
            0,
            Optional.empty(),
            Strategy.of("Krum", Map.of("num_malicious_clients", 3.0)),
            Privacy.NONE));
    refused(
        "strategy: FedMedian (expected: FedAvg,",
        () -> settings(
            0,
            Optional.empty(),
            Strategy.of("FedMedian", Map.of()),
            new Privacy(Optional.of(PrivacyUnit.CLIENT), 1, 1e-5, 1, Optional.empty())));
    refused("epsilon: 0.0 (expected: above 0)", () -> record(0, Optional.empty()));
    refused(
        "scaling: sums (expected: public where sites lie,",
        () -> with(Scaling.SUMS, false, 1, Privacy.NONE));
    refused(
        "calibrate cut: yes (expected: no where sites lie,",
        () -> with(Scaling.PUBLIC, true, 1, Privacy.NONE));
    refused(
        "calibrate cut: yes (expected: no where sites lie, or with privacy,",
        () -> with(Scaling.PUBLIC, true, 0, record(1, Optional.empty())));
    refused(
        "model: without labelled rows (expected: with them,",
        () -> new Simulation(with(Scaling.SUMS, false, 0, Privacy.NONE), waves()));
  }

  private static void refused(String sentence, Runnable work) {
    assertThatIllegalArgumentException().isThrownBy(work::run).withMessageStartingWith(sentence);
  }
}
