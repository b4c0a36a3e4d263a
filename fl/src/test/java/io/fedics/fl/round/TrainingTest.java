package io.fedics.fl.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Krum;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.PrivateAvg;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.aggregate.Update;
import io.fedics.fl.privacy.SecretRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What clients do over time; what one message can be is in AnswerReaderTest. Parameters are one number here. */
class TrainingTest {
  private static final Instant START = Instant.parse("2026-11-28T00:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Training.Chooser FIRST =
      (all, count) -> all.stream().limit(count).toList();

  private final List<Decision> decisions = new ArrayList<>();
  private Instant now = START;
  private Training training = training(3, 2, 1, 1, Optional.empty(), 0);

  @Test
  void training_twoClientsOfUnequalSize_givesTheWorkedValues() {
    join("a", "b");
    assertThat(asks(Decision.AskParameters.class)).hasSize(1);
    tell(new RoundEvent.Began("a", number(0)));
    double[] expected = {1.625, 2.4375, 2.84375};
    double before = 0;
    for (double wanted : expected) {
      fit("a", before / 2 + 0.5, 100);
      fit("b", before / 2 + 2, 300);
      evaluate("a", 1, 100);
      evaluate("b", 2, 300);
      var finished = last(Decision.Finished.class);
      assertThat(finished.model()).isEqualTo(model(wanted));
      assertThat(finished.report().loss()).hasValue(1.75);
      before = wanted;
    }
    assertThat(training.isOver()).isTrue();
    assertThat(decisions).contains(new Decision.Ended(List.of("a", "b")));
  }

  @Test
  void training_fewerThanMinClients_waits() {
    join("a");
    tell(new RoundEvent.Passed());
    assertThat(decisions).containsExactly(new Decision.Waiting(1, 1, 2));
  }

  @Test
  void begin_clientWithoutSoundParametersOfAllThatWereNeeded_doesNotHoldUpTheRest() {
    training = training(1, 3, 1, 0, Optional.empty(), 0);
    join("a", "b", "c");
    tell(new RoundEvent.Refused("a", "NaN"));
    assertThat(asks(Decision.AskParameters.class))
        .containsExactly(new Decision.AskParameters("a"), new Decision.AskParameters("b"));
    tell(new RoundEvent.Began("b", number(0)));
    fit("b", 1, 1);
    fit("c", 1, 1);
    assertThat(last(Decision.Finished.class).report().clients()).containsExactly("b", "c");
  }

  @Test
  void begin_hidingClients_takesOnlyTheShapesOfTheOneThatWasAsked() {
    var config = new RoundConfig(1, 2, 1, 1, 0, TIMEOUT);
    var strategy = new PrivateAvg(4, 2, 1, SecretRandom.create());
    training = new Training(config, strategy, FIRST, 0, Optional.empty());
    join("a", "b");
    double[][] trained = new double[2][];
    trained[0] = new double[200 * 100];
    trained[1] = new double[100];
    Arrays.fill(trained[0], 3);
    Arrays.fill(trained[1], 3);
    List<List<Integer>> shapes = List.of(List.of(200, 100), List.of(100));
    tell(new RoundEvent.Began("a", Tensors.join(shapes, List.of(trained))));
    List<Decision.AskFit> asked = asks(Decision.AskFit.class);
    assertThat(asked).extracting(Decision.AskFit::client).containsExactly("a", "b");
    for (Decision.AskFit ask : asked) {
      assertThat(ask.parameters().shapes()).isEqualTo(shapes);
      // Twelve deviations: chance passes them less than once in 10^27 trials.
      assertThat(largest(ask.parameters().part(0))).isBetween(0.1, 12 * Math.sqrt(2.0 / 300));
      assertThat(largest(ask.parameters().part(1))).isBetween(0.001, 12 * 0.01);
    }
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  @Test
  void begin_everybodyGoneBeforeTheFirstRound_asManyAreNeededAgain() {
    training = training(1, 3, 1, 0, Optional.empty(), 0);
    join("a", "b", "c");
    for (String hostile : List.of("a", "b", "c")) {
      tell(new RoundEvent.Refused(hostile, "NaN"));
    }
    join("d");
    assertThat(last(Decision.Waiting.class)).isEqualTo(new Decision.Waiting(1, 1, 3));
    assertThat(asks(Decision.AskParameters.class)).hasSize(3);
  }

  @Test
  void begin_clientsGoBeforeTheirRoundIsPermitted_areWaitedFor() {
    training = permitted(_ -> new RoundPermit.Permission.NotYet());
    join("a", "b");
    tell(new RoundEvent.Lost("b", "died"));
    assertThat(last(Decision.Waiting.class)).isEqualTo(new Decision.Waiting(1, 1, 2));
  }

  @Test
  void patience_tooFewBehindAFinishedRound_endsWithIt() {
    training = new Training(
        new RoundConfig(
            3, 2, 1, 1, 0, TIMEOUT, Scaling.PUBLIC, false, Optional.of(Duration.ofMinutes(5))),
        new FedAvg(),
        FIRST,
        0,
        Optional.of(model(0)));
    join("a");
    pass(3_600); // without a round there is nothing to end with
    assertThat(training.isOver()).isFalse();
    join("b");
    fit("a", 1, 1);
    fit("b", 1, 1);
    tell(new RoundEvent.Lost("a", "budget"));
    tell(new RoundEvent.Lost("b", "budget"));
    join("c"); // in time, so they go on
    tell(new RoundEvent.Lost("c", "budget"));
    assertThat(training.isOver()).isFalse();
    pass(299);
    assertThat(training.isOver()).isFalse();
    pass(1);
    assertThat(last(Decision.Stopped.class))
        .isEqualTo(new Decision.Stopped(
            1, "round 2: too few clients for PT5M, in the end 0 (expected: at least 2)"));
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void round_notPermittedYet_waitsUntilAskedAgain() {
    var answers = new java.util.ArrayDeque<RoundPermit.Permission>(
        List.of(new RoundPermit.Permission.NotYet(), new RoundPermit.Permission.Granted()));
    training = permitted(_ -> answers.remove());
    join("a", "b");
    assertThat(asks(Decision.AskFit.class)).isEmpty();
    tell(new RoundEvent.Passed());
    assertThat(asks(Decision.AskFit.class)).hasSize(2);
  }

  @Test
  void round_denied_endsTrainingAndSaysWhy() {
    training = permitted(_ -> new RoundPermit.Permission.Denied("spent"));
    join("a", "b");
    assertThat(decisions)
        .endsWith(new Decision.Stopped(0, "spent"), new Decision.Ended(List.of("a", "b")));
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void progress_throughARound_saysPhaseAndWhoIsAwaited() {
    assertThat(training.progress())
        .isEqualTo(new RoundProgress(1, RoundProgress.Phase.WAITING, 0, List.of()));
    join("b", "a");
    assertThat(training.progress().phase()).isEqualTo(RoundProgress.Phase.BEGINNING);
    String asked = training.progress().awaited().getFirst();
    tell(new RoundEvent.Began(asked, number(0)));
    assertThat(training.progress())
        .isEqualTo(new RoundProgress(1, RoundProgress.Phase.TRAINING, 2, List.of("a", "b")));
    fit("b", 1, 100);
    assertThat(training.progress())
        .isEqualTo(new RoundProgress(1, RoundProgress.Phase.TRAINING, 2, List.of("a")));
    tell(new RoundEvent.Lost("a", "died"));
    assertThat(training.progress())
        .isEqualTo(new RoundProgress(1, RoundProgress.Phase.JUDGING, 1, List.of("b")));
    evaluate("b", 1, 100);
    assertThat(training.progress().round()).isEqualTo(2);
  }

  /** Whoever charges for a round charges for its tries. */
  @Test
  void permit_abortedRound_isAskedForEveryTry() {
    var asked = new ArrayList<Integer>();
    training = permitted(round -> {
      asked.add(round);
      return new RoundPermit.Permission.Granted();
    });
    join("a", "b");
    tell(new RoundEvent.Lost("a", "died"));
    tell(new RoundEvent.Lost("b", "died"));
    join("c", "d");
    assertThat(asked).containsExactly(1, 1);
  }

  /** Tells what it is told and asked, and ends training with the round it was given. */
  private static final class LastRound implements RoundPermit {
    private final List<String> told = new ArrayList<>();
    private final int last;

    LastRound(int last) {
      this.last = last;
    }

    @Override
    public Permission ask(int round) {
      told.add("asked for " + round);
      return new Permission.Granted();
    }

    @Override
    public Optional<String> finished(RoundReport report) {
      told.add("finished " + report.round() + " by " + report.clients());
      return report.round() == last ? Optional.of("passed") : Optional.empty();
    }
  }

  @Test
  void permit_roundFinished_isToldBeforeItIsAskedForTheNext() {
    var permit = new LastRound(1);
    training = permitted(permit);
    join("a", "b");
    fit("a", 1, 100);
    fit("b", 1, 100);
    assertThat(permit.told).containsExactly("asked for 1", "finished 1 by [a, b]");
    assertThat(decisions)
        .endsWith(new Decision.Stopped(1, "passed"), new Decision.Ended(List.of("a", "b")));
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void permit_endsTrainingWithItsLastRound_isSaidAllTheSame() {
    training = permitted(new LastRound(3));
    join("a", "b");
    for (int round = 1; round <= 3; round++) {
      fit("a", 1, 100);
      fit("b", 1, 100);
    }
    assertThat(decisions)
        .containsOnlyOnce(new Decision.Stopped(3, "passed"))
        .endsWith(new Decision.Ended(List.of("a", "b")));
  }

  private static Training permitted(RoundPermit permit) {
    return new Training(
        new RoundConfig(3, 2, 1, 1, 0, TIMEOUT),
        new FedAvg(),
        FIRST,
        permit,
        0,
        Optional.of(model(0)),
        Optional.empty());
  }

  @Test
  void scale_twoSites_areAskedOnceAndAllAreToldMeanAndDeviation() {
    training = bySums(2, 1, Optional.empty());
    join("a", "b");
    assertThat(decisions)
        .contains(new Decision.AskSums("a"), new Decision.AskSums("b"))
        .doesNotHaveAnyElementsOfTypes(Decision.AskParameters.class);
    assertThat(training.progress())
        .isEqualTo(new RoundProgress(1, RoundProgress.Phase.SUMMING, 2, List.of("a", "b")));
    tell(sums("a", 100, 50));
    tell(sums("b", 300, 50));
    // 100 ones among 400 rows of zeros and ones
    var scaling = new Standardisation(new double[] {0.25}, new double[] {Math.sqrt(0.1875)});
    assertThat(last(Decision.Scaled.class)).isEqualTo(new Decision.Scaled(scaling, 2, 400));
    tell(new RoundEvent.Began("a", number(0)));
    join("late");
    fit("a", 1, 1);
    fit("b", 1, 1);
    assertThat(asks(Decision.AskSums.class)).hasSize(2);
    assertThat(asks(Decision.AskFit.class)).hasSize(5);
  }

  @Test
  void scale_siteThatTellsNothingOrOfOtherFeatures_isLetGo() {
    training = bySums(4, 1, Optional.empty());
    join("a", "b", "c", "d");
    tell(new RoundEvent.Summed("a", FeatureSums.of(new double[][] {{1, 2}})));
    tell(sums("b", 10, 5));
    tell(new RoundEvent.Refused("c", "tells none"));
    tell(sums("d", 10, 5));
    assertThat(asks(Decision.LetGo.class))
        .containsExactly(
            new Decision.LetGo("c", "tells none"),
            new Decision.LetGo("a", "sums of other features than the 1 of most sites"));
    assertThat(asks(Decision.Scaled.class)).isEmpty(); // two of four are no basis for all rounds
    assertThat(last(Decision.Aborted.class).report().refused()).containsOnlyKeys("a", "c");
    join("e", "f");
    for (String site : List.of("b", "d", "e", "f")) {
      tell(sums(site, 10, 5));
    }
    assertThat(last(Decision.Scaled.class).sites()).isEqualTo(4);
  }

  @Test
  void scale_tooFewTell_allAreAskedAgainWhenThereAreEnough() {
    training = bySums(2, 2, Optional.empty());
    join("a", "b");
    tell(sums("a", 10, 5));
    tell(new RoundEvent.Lost("b", "died"));
    assertThat(asks(Decision.Scaled.class)).isEmpty();
    assertThat(last(Decision.Aborted.class).report().lost()).containsOnlyKeys("b");
    join("c");
    tell(sums("a", 10, 5));
    tell(sums("c", 10, 5));
    assertThat(last(Decision.Scaled.class).rows()).isEqualTo(20);
  }

  @Test
  void scale_restartedBehindARound_goesOnWithWhatSitesWereTold() {
    var scaling = new Standardisation(new double[] {0}, new double[] {1});
    training = bySums(1, 1, Optional.of(scaling));
    join("a");
    assertThat(asks(Decision.AskSums.class)).isEmpty();
  }

  private static RoundEvent.Summed sums(String client, long rows, double ones) {
    return new RoundEvent.Summed(
        client, new FeatureSums(rows, new double[] {ones}, new double[] {ones}));
  }

  private static Training bySums(int clients, int minFit, Optional<Standardisation> scaling) {
    return new Training(
        new RoundConfig(3, clients, minFit, 1, 0, TIMEOUT, Scaling.SUMS, false),
        new FedAvg(),
        FIRST,
        RoundPermit.ALWAYS,
        0,
        Optional.empty(),
        scaling);
  }

  /** Attacks at logit -1, normals at -3: the cut belongs between, nearest to 0 at -1. */
  private static RoundEvent.Counted counts(String client, int normals, int attacks) {
    double[] logits = new double[normals + attacks];
    int[] labels = new int[logits.length];
    for (int row = 0; row < logits.length; row++) {
      labels[row] = row < normals ? 0 : 1;
      logits[row] = row < normals ? -3 : -1;
    }
    return new RoundEvent.Counted(client, Optional.of(LogitCounts.of(logits, labels)));
  }

  private static Training calibrating(int rounds, double judges) {
    return new Training(
        new RoundConfig(rounds, 2, 2, 1, judges, TIMEOUT, Scaling.PUBLIC, true),
        new FedAvg(),
        FIRST,
        0,
        Optional.of(model(0.0)));
  }

  @Test
  void calibrate_lastRound_movesTheBiasBeforeItIsJudgedAndStored() {
    training = calibrating(2, 1);
    join("a", "b");
    for (int round = 1; round <= 2; round++) {
      assertThat(asks(Decision.AskCounts.class)).isEmpty();
      fit("a", 1, 10);
      fit("b", 1, 10);
      if (round == 1) {
        evaluate("a", 0, 1);
        evaluate("b", 0, 1);
      }
    }
    assertThat(asks(Decision.AskCounts.class))
        .containsExactly(
            new Decision.AskCounts("a", 2, number(1)), new Decision.AskCounts("b", 2, number(1)));
    assertThat(training.progress())
        .isEqualTo(new RoundProgress(2, RoundProgress.Phase.COUNTING, 2, List.of("a", "b")));
    tell(counts("a", 0, 10)); // of either label alone
    tell(counts("b", 4, 0));
    assertThat(last(Decision.Calibrated.class))
        .isEqualTo(new Decision.Calibrated(2, 14, OptionalDouble.of(-1)));
    assertThat(last(Decision.AskEvaluate.class).parameters()).isEqualTo(number(2));
    evaluate("a", 0.5, 1);
    evaluate("b", 0.5, 1);
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(2));
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void calibrate_tooFewTell_leavesTheCut() {
    training = calibrating(1, 0);
    join("a", "b");
    fit("a", 1, 10);
    fit("b", 1, 30);
    tell(counts("a", 5, 5)); // a quarter of what was trained on
    tell(new RoundEvent.Counted("b", Optional.empty()));
    assertThat(last(Decision.Calibrated.class))
        .isEqualTo(new Decision.Calibrated(1, 10, OptionalDouble.empty()));
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(1));
    assertThat(asks(Decision.LetGo.class)).isEmpty();
  }

  /** Ten of its rows were trained on: it has no say for more. */
  @Test
  void calibrate_moreRowsThanItTrainedOn_areRefused() {
    training = calibrating(1, 0);
    join("a", "b");
    fit("a", 1, 10);
    fit("b", 1, 10);
    tell(counts("a", 5, 6));
    tell(counts("b", 5, 5));
    assertThat(last(Decision.LetGo.class))
        .isEqualTo(new Decision.LetGo(
            "a", "logit_counts: 11 rows (expected: at most 10, as many as the site trained on)"));
    assertThat(last(Decision.Calibrated.class))
        .isEqualTo(new Decision.Calibrated(1, 10, OptionalDouble.of(-1)));
  }

  /** Krum of three leaves two of five out: they have no say in the cut either. */
  @Test
  void calibrate_siteThatTheStrategyLeftOut_isNotAsked() {
    training = new Training(
        new RoundConfig(1, 5, 5, 1, 0, TIMEOUT, Scaling.PUBLIC, true),
        new Krum(1, 3, false),
        FIRST,
        0,
        Optional.of(model(0.0)));
    join("a", "b", "c", "d", "liar");
    fit("a", 1, 10);
    fit("b", 1.1, 10);
    fit("c", 1.2, 10);
    fit("d", 1.3, 10);
    fit("liar", 1_000, 1_000_000);
    assertThat(asks(Decision.AskCounts.class))
        .extracting(Decision.AskCounts::client)
        .hasSize(3)
        .doesNotContain("liar");
  }

  /** Each round one of three trains; all who ever did are asked, but the one who went. */
  @Test
  void calibrate_fractionFit_asksAllWhoseUpdatesWereUsed() {
    var turns = List.of("a", "b", "c").iterator();
    training = new Training(
        new RoundConfig(3, 1, 1, 0.1, 0, TIMEOUT, Scaling.PUBLIC, true),
        new FedAvg(),
        (_, _) -> List.of(turns.next()),
        0,
        Optional.of(model(0.0)));
    join("a", "b", "c", "idle");
    fit("a", 1, 30);
    fit("b", 1, 20);
    tell(new RoundEvent.Lost("a", "died"));
    join("a"); // again, and has not trained since
    fit("c", 1, 10);
    assertThat(asks(Decision.AskCounts.class))
        .extracting(Decision.AskCounts::client)
        .containsExactly("b", "c");
    tell(new RoundEvent.Counted("b", Optional.empty()));
    tell(counts("c", 5, 5)); // a third of both
    assertThat(last(Decision.Calibrated.class).cut()).isEmpty();
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void calibrate_everybodyGoesMeanwhile_finishesWithTheCutThatTrainingLeft() {
    training = calibrating(1, 1);
    join("a", "b");
    fit("a", 1, 10);
    fit("b", 1, 10);
    tell(new RoundEvent.Lost("a", "died"));
    tell(new RoundEvent.Lost("b", "died"));
    assertThat(last(Decision.Calibrated.class))
        .isEqualTo(new Decision.Calibrated(0, 0, OptionalDouble.empty()));
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(1));
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void calibrate_oneLabelOnly_leavesTheCut() {
    training = calibrating(1, 0);
    join("a", "b");
    fit("a", 1, 10);
    fit("b", 1, 10);
    tell(counts("a", 0, 10));
    now = START.plus(TIMEOUT);
    tell(new RoundEvent.Passed());
    assertThat(last(Decision.Calibrated.class).cut()).isEmpty();
    assertThat(report().lost()).containsOnlyKeys("b");
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(1));
  }

  @Test
  void calibrate_parametersWithoutABias_areAskedOfAnother() {
    training = new Training(
        new RoundConfig(1, 2, 1, 1, 0, TIMEOUT, Scaling.PUBLIC, true),
        new FedAvg(),
        FIRST,
        0,
        Optional.empty());
    join("a", "b", "c");
    tell(new RoundEvent.Began("a", Tensors.ofVectors(new double[] {1, 2})));
    assertThat(last(Decision.LetGo.class).reason())
        .startsWith("parameters: a last tensor of shape [2] (expected: one number, ");
    tell(new RoundEvent.Began("b", number(0)));
    assertThat(asks(Decision.AskFit.class)).hasSize(2);
  }

  @Test
  void judge_clientThatTellsNothing_trainsOn() {
    training = training(2, 2, 1, 1, Optional.of(0.0), 0);
    join("a", "b");
    fit("a", 1, 1);
    fit("b", 1, 1);
    tell(new RoundEvent.NotJudged("a"));
    evaluate("b", 0.5, 10);
    assertThat(report().loss()).hasValue(0.5);
    fit("a", 1, 1);
    fit("b", 1, 1);
    tell(new RoundEvent.NotJudged("a"));
    tell(new RoundEvent.NotJudged("b"));
    assertThat(report().loss()).isEmpty();
    assertThat(report().refused()).isEmpty();
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void begin_clientWithoutSoundParameters_isReplacedByAnother() {
    join("a", "b", "c");
    tell(new RoundEvent.Refused("a", "NaN"));
    assertThat(decisions).contains(new Decision.LetGo("a", "NaN"), new Decision.AskParameters("b"));
  }

  @Test
  void fit_clientLost_finishesWithTheRest() {
    training = training(1, 3, 1, 1, Optional.of(0.0), 0);
    join("a", "b", "c");
    fit("a", 1, 1);
    tell(new RoundEvent.Lost("b", "cancelled"));
    fit("c", 3, 1);
    evaluate("a", 0, 1);
    evaluate("c", 0, 1);
    RoundReport report = report();
    assertThat(report.clients()).containsExactly("a", "c");
    assertThat(report.lost()).containsExactly(Map.entry("b", "cancelled"));
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(2.0));
  }

  @Test
  void fit_clientLostAfterItsAnswer_counts() {
    training = training(1, 2, 1, 0, Optional.of(0.0), 0);
    join("a", "b");
    fit("a", 1, 1);
    tell(new RoundEvent.Lost("a", "cancelled"));
    fit("b", 3, 1);
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(2.0));
    assertThat(report().loss()).isEmpty();
  }

  @Test
  void fit_silentClient_isLeftBehindAtTheTimeout() {
    training = training(1, 2, 1, 0, Optional.of(0.0), 0);
    join("a", "b");
    assertThat(decisions).contains(new Decision.WakeAt(START.plus(TIMEOUT)));
    fit("a", 1, 1);
    now = START.plus(TIMEOUT).minusNanos(1);
    tell(new RoundEvent.Passed());
    assertThat(training.isOver()).isFalse();
    now = START.plus(TIMEOUT);
    tell(new RoundEvent.Passed());
    assertThat(decisions).contains(new Decision.LetGo("b", "no answer within PT30S"));
    assertThat(training.isOver()).isTrue();
    assertThat(report().lost()).containsOnlyKeys("b");
  }

  @Test
  void fit_slowAnswerAfterTheTimeout_neverReachesTheModel() {
    training = training(1, 2, 1, 1, Optional.of(0.0), 0);
    join("a", "b");
    fit("a", 1, 1);
    now = START.plus(TIMEOUT);
    tell(new RoundEvent.Passed());
    fit("b", 1e6, 1);
    evaluate("a", 0, 1);
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(1.0));
  }

  @Test
  void fit_doubleAnswer_countsOnceAndLetsTheClientGo() {
    training = training(1, 2, 1, 0, Optional.of(0.0), 0);
    join("a", "b");
    fit("a", 1, 1);
    fit("a", 100, 1);
    fit("b", 3, 1);
    assertThat(report().examples()).isEqualTo(2);
    assertThat(report().refused()).containsOnlyKeys("a");
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(2.0));
  }

  @Test
  void fit_unaskedOrWrongAnswer_letsTheClientGo() {
    training = training(1, 2, 1, 0, Optional.of(0.0), 0);
    join("a", "b", "late");
    fit("late", 1e6, 1);
    evaluate("a", 0, 1);
    tell(new RoundEvent.Began("nobody", number(1e6)));
    fit("b", 3, 1);
    assertThat(report().clients()).containsExactly("b");
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(3.0));
  }

  @Test
  void fit_tooFewAnswers_isTriedAgainFromTheSameParameters() {
    training = training(1, 2, 2, 0, Optional.of(7.0), 0);
    join("a", "b");
    fit("a", 1, 1);
    tell(new RoundEvent.Refused("b", "shape"));
    RoundReport aborted = last(Decision.Aborted.class).report();
    assertThat(aborted.refused()).containsOnlyKeys("b");
    decisions.clear();
    join("c");
    assertThat(decisions)
        .contains(
            new Decision.AskFit("a", 1, number(7.0), Map.of()),
            new Decision.AskFit("c", 1, number(7.0), Map.of()));
    fit("a", 1, 1);
    fit("c", 2, 1);
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(1.5));
  }

  @Test
  void begin_oneOfThreeGoneBehindARound_goesOnWithTheRest() {
    training = training(3, 3, 2, 0, Optional.of(0.0), 0);
    join("a", "b", "c");
    fit("a", 1, 1);
    tell(new RoundEvent.Lost("b", "killed"));
    fit("c", 3, 1);
    fit("a", 1, 1);
    fit("c", 5, 1);
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(3));
    decisions.clear();
    tell(new RoundEvent.Lost("c", "killed"));
    fit("a", 1, 1);
    assertThat(decisions).hasOnlyElementsOfTypes(Decision.Aborted.class, Decision.Waiting.class);
    decisions.clear();
    join("d");
    assertThat(decisions).containsExactly(new Decision.Waiting(3, 2, 3));
    join("e");
    assertThat(asks(Decision.AskFit.class)).hasSize(3);
  }

  @Test
  void fit_everybodyGone_waitsForOthers() {
    training = training(1, 2, 1, 1, Optional.of(7.0), 0);
    join("a", "b");
    tell(new RoundEvent.Lost("a", "died"));
    tell(new RoundEvent.Lost("b", "died"));
    assertThat(training.isOver()).isFalse();
    decisions.clear();
    join("c", "d");
    assertThat(asks(Decision.AskFit.class)).hasSize(2);
  }

  @Test
  void fit_lateJoiner_isTakenInTheNextRound() {
    training = training(2, 1, 1, 0, Optional.of(0.0), 0);
    join("a");
    join("b");
    assertThat(asks(Decision.AskFit.class)).hasSize(1);
    fit("a", 1, 1);
    assertThat(decisions).contains(new Decision.AskFit("b", 2, number(1.0), Map.of()));
  }

  @Test
  void fit_floodOfJoinsThatGo_leavesNoTrace() {
    training = training(1, 1, 1, 0, Optional.of(0.0), 0);
    join("a");
    for (int i = 0; i < 10_000; i++) {
      join("flood-" + i);
      tell(new RoundEvent.Lost("flood-" + i, "cancelled"));
    }
    fit("a", 1, 1);
    assertThat(report().lost()).isEmpty();
    assertThat(report().clients()).containsExactly("a");
  }

  @Test
  void fit_fraction_asksSomeButNeverFewerThanMinFit() {
    training = training(1, 4, 2, 0, Optional.of(0.0), 0, 0.25);
    join("a", "b", "c", "d");
    assertThat(asks(Decision.AskFit.class)).hasSize(2);
  }

  @Test
  void evaluate_everyJudgeLost_finishesWithoutALoss() {
    training = training(1, 1, 1, 1, Optional.of(0.0), 0);
    join("a");
    fit("a", 1, 1);
    tell(new RoundEvent.Lost("a", "cancelled"));
    assertThat(report().loss()).isEmpty();
    assertThat(training.isOver()).isTrue();
  }

  @Test
  void evaluate_metrics_areWeightedByExamplesOfThoseWhoReport() {
    training = training(1, 2, 1, 1, Optional.of(0.0), 0);
    join("a", "b");
    fit("a", 1, 1);
    fit("b", 1, 1);
    tell(new RoundEvent.Evaluated("a", 1, 1, Map.of("accuracy", 0.5, "auc", 0.25)));
    tell(new RoundEvent.Evaluated("b", 3, 3, Map.of("accuracy", 0.9)));
    assertThat(report().loss()).hasValue(2.5);
    assertThat(report().metrics().get("accuracy")).isCloseTo(0.8, within(1e-12));
    assertThat(report().metrics()).containsEntry("auc", 0.25);
  }

  @Test
  void training_restartedBehindARound_continuesWithItsParameters() {
    training = training(3, 1, 1, 0, Optional.of(2.4375), 2);
    join("a");
    assertThat(decisions).contains(new Decision.AskFit("a", 3, number(2.4375), Map.of()));
    fit("a", 5, 1);
    assertThat(training.isOver()).isTrue();
    assertThat(report().round()).isEqualTo(3);
  }

  @Test
  void training_over_sendsLateComersHome() {
    training = training(3, 1, 1, 0, Optional.of(1.0), 3);
    join("a");
    assertThat(decisions).containsExactly(new Decision.Ended(List.of("a")));
  }

  @Test
  void fit_updateOfAnotherShapeOrTooLarge_letsTheClientGo() {
    training = training(1, 3, 1, 0, Optional.of(0.0), 0);
    join("a", "b", "c");
    tell(new RoundEvent.Fitted(new Update("a", Tensors.ofVectors(new double[2]), 1)));
    fit("b", 1e30, 1);
    fit("c", 3, 1);
    assertThat(report().refused()).containsOnlyKeys("a", "b");
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(3));
  }

  @Test
  void fit_robustStrategy_namesWhomItLeftOut() {
    var config = new RoundConfig(1, 5, 5, 1, 0, TIMEOUT);
    training = new Training(
        config, new Krum(1, 4, false), (all, count) -> List.copyOf(all), 0, Optional.of(model(0)));
    join("a", "b", "c", "d", "e");
    fit("a", 1, 1);
    fit("b", 1, 1);
    fit("c", 100, 1);
    fit("d", 1, 1);
    fit("e", 1, 1);
    assertThat(report().leftOut()).containsExactly("c");
    assertThat(last(Decision.Finished.class).model()).isEqualTo(model(1));
  }

  @Test
  void training_minFitBelowWhatTheStrategyNeeds_isRefused() {
    var config = new RoundConfig(1, 5, 4, 1, 0, TIMEOUT);
    assertThatThrownBy(() -> new Training(
            config, new Krum(1, 0, false), (all, count) -> List.of(), 0, Optional.empty()))
        .hasMessageStartingWith("fl.min-fit: 4 (expected: at least 5 for Krum:");
  }

  @Test
  void config_outOfRange_namesKeyValueAndRange() {
    assertThatThrownBy(() -> new RoundConfig(3, 2, 3, 1, 1, TIMEOUT))
        .hasMessage("fl.min-fit: 3 (expected: 1 to min-clients)");
    assertThatThrownBy(() -> new RoundConfig(3, 2, 1, Double.NaN, 1, TIMEOUT))
        .hasMessage("fl.fraction-fit: NaN (expected: (0, 1])");
    assertThatThrownBy(() -> training(3, 1, 1, 0, Optional.empty(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Training training(
      int rounds, int minClients, int minFit, double judges, Optional<Double> first, int finished) {
    return training(rounds, minClients, minFit, judges, first, finished, 1);
  }

  private static Training training(
      int rounds,
      int minClients,
      int minFit,
      double judges,
      Optional<Double> first,
      int finished,
      double fit) {
    return new Training(
        new RoundConfig(rounds, minClients, minFit, fit, judges, TIMEOUT),
        new FedAvg(),
        FIRST,
        finished,
        first.map(TrainingTest::model));
  }

  private void join(String... clients) {
    for (String client : clients) {
      tell(new RoundEvent.Joined(client));
    }
  }

  private void fit(String client, double update, long examples) {
    tell(new RoundEvent.Fitted(new Update(client, number(update), examples)));
  }

  private void evaluate(String client, double loss, long examples) {
    tell(new RoundEvent.Evaluated(client, loss, examples, Map.of()));
  }

  private void tell(RoundEvent event) {
    decisions.addAll(training.on(event, now));
  }

  private void pass(long seconds) {
    now = now.plusSeconds(seconds);
    tell(new RoundEvent.Passed());
  }

  private <D> List<D> asks(Class<D> kind) {
    return decisions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private <D> D last(Class<D> kind) {
    return asks(kind).getLast();
  }

  private RoundReport report() {
    return last(Decision.Finished.class).report();
  }

  private static Tensors number(double value) {
    return Tensors.ofVectors(new double[] {value});
  }

  private static GlobalModel model(double value) {
    return GlobalModel.of(number(value));
  }
}
