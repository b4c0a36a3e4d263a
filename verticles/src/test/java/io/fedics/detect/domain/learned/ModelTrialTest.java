package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.physics.Traffic;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.ModelCompared.Outcome;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model on trial, tried at second 1,000 of a site, where an epoch begins: compared by 2,920, in force from 3,400 on. */
class ModelTrialTest {
  private static final int TRIED = 1_000;
  private static final int TAKEN = 3_400;
  private static final int RETURNED = 5_800;
  private static final int END = 6_300;
  private static final int NEVER = Integer.MAX_VALUE;

  /** Saw odd transfers when it was trained. */
  private static final Bundle SHIPPED = bundle(1, 3);

  private static final Bundle AS_GOOD = bundle(2, 3);

  /** Never saw an odd transfer. */
  private static final Bundle NAIVE = bundle(3, NEVER);

  private static final Models MODELS = new Models() {
    @Override
    public Bundle shipped(String kind) {
      return SHIPPED;
    }

    @Override
    public Optional<Bundle> find(String sha256) {
      return Stream.of(SHIPPED, AS_GOOD, NAIVE)
          .filter(bundle -> bundle.sha256().equals(sha256))
          .findFirst();
    }
  };

  /**
   * Four hosts that talk five times a second in all; from some second on every so many flows are odd transfers.
   *
   * @param every 3 is a third
   */
  private static Traffic traffic(int end, int oddFrom, int every) {
    var traffic = new Traffic();
    var random = new Random(3);
    for (int second = 0; second < end; second++) {
      for (int i = 0; i < 5; i++) {
        boolean odd = second >= oddFrom && (second * 5 + i) % every == 0;
        long out = (long) Math.exp((odd ? 15 : 6) + random.nextGaussian());
        long in = (long) Math.exp(8 + random.nextGaussian());
        traffic.talk(
            second + 0.1 * i,
            "10.0.1." + (1 + i % 4),
            "10.0.2." + (1 + i % 3),
            odd ? 8_443 : 443,
            out,
            in);
      }
    }
    return traffic;
  }

  private static Bundle bundle(long seed, int every) {
    return FlowForestTest.bundle(traffic(600, every == NEVER ? NEVER : 0, every), seed);
  }

  private static FlowForest forest(int partition, int partitions) {
    return new FlowForest(
        partition, partitions, SiteSettings.DEFAULT, LearnedSettings.DEFAULT, MODELS);
  }

  /** Takes effect where the next epoch begins. */
  private static ModelActivated change(Bundle bundle, int second, boolean onTrial) {
    return change(bundle, second, onTrial, null);
  }

  private static ModelActivated change(
      Bundle bundle, int second, boolean onTrial, @Nullable Long activation) {
    return new ModelActivated(
        Traffic.SITE,
        "models/0",
        second,
        Traffic.START + second,
        FlowForest.STAGE,
        new ModelRef("iforest", bundle.version(), bundle.sha256(), 0),
        onTrial,
        activation);
  }

  private static RecordedOutputs run(
      Traffic traffic, int partitions, long seed, ModelActivated... first) {
    List<FlowForest> forests = new ArrayList<>();
    List<List<Event>> inputs = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      forests.add(forest(p, partitions));
      List<Event> input = new ArrayList<>(List.of(first));
      input.addAll(traffic.events(p, partitions));
      inputs.add(input);
    }
    return Turns.atRandom(forests, inputs, seed);
  }

  private static List<ModelCompared> compared(RecordedOutputs out) {
    return out.all(Topic.FL_EVENTS, ModelCompared.class).toList();
  }

  private static Bundle judge(AnomalyDetected finding) {
    return MODELS.find(finding.model().sha256()).orElseThrow();
  }

  private static boolean isBetween(AnomalyDetected finding, int from, int to) {
    return finding.second() >= Traffic.START + from && finding.second() < Traffic.START + to;
  }

  @Test
  void trial_noWorse_takesOverWithACalibrationOfItsOwnAndIsConfirmed() {
    RecordedOutputs out = run(traffic(END, NEVER, 33), 2, 1, change(AS_GOOD, 500, true));

    assertThat(compared(out))
        .extracting(ModelCompared::outcome)
        .containsExactly(Outcome.TAKEN, Outcome.CONFIRMED);
    ModelCompared first = compared(out).getFirst();
    assertThat(first.fromSecond()).isEqualTo(Traffic.START + TAKEN);
    assertThat(first.before().sha256()).isEqualTo(SHIPPED.sha256());
    assertThat(first.tried().sha256()).isEqualTo(AS_GOOD.sha256());
    assertThat(first.records()).isEqualTo(3_000);
    assertThat(first.tried().calibrationRows()).isEqualTo(3_000);
    assertThat(first.tried().alarmRate()).isBetween(0.003, 0.02);
    assertThat(Turns.findings(out))
        .isNotEmpty()
        .allMatch(it -> judge(it).equals(isBetween(it, 0, TAKEN) ? SHIPPED : AS_GOOD));
    assertThat(Turns.findings(out).stream().filter(it -> isBetween(it, TAKEN, END)))
        .isNotEmpty()
        .allMatch(it -> it.model().calibrationRows() >= 6_000);
  }

  @Test
  void trial_alarmsMoreOften_leavesEveryFindingAsItWas() {
    Traffic traffic = traffic(END, TRIED + 600, 33);
    RecordedOutputs out = run(traffic, 2, 1, change(NAIVE, 500, true));

    assertThat(compared(out)).singleElement().satisfies(it -> {
      assertThat(it.outcome()).isEqualTo(Outcome.KEPT);
      assertThat(it.reason()).isEqualTo("it alarms more often");
      assertThat(it.tried().alarmRate()).isGreaterThan(2 * it.before().alarmRate());
    });
    assertThat(Turns.findings(out)).isNotEmpty();
    Turns.assertSame(Turns.findings(out), Turns.findings(run(traffic, 2, 1)));
  }

  @Test
  void trial_worseOnceItJudges_returns() {
    RecordedOutputs out = run(later(), 2, 1, change(NAIVE, 500, true));

    assertThat(compared(out))
        .extracting(ModelCompared::outcome)
        .containsExactly(Outcome.TAKEN, Outcome.RETURNED);
    assertThat(Turns.findings(out))
        .allMatch(it -> judge(it).equals(isBetween(it, TAKEN, RETURNED) ? NAIVE : SHIPPED));
    assertThat(Turns.findings(out).stream().filter(it -> isBetween(it, RETURNED, END)))
        .isNotEmpty()
        .allMatch(it -> it.model().calibrationRows() >= 6_000);
  }

  private static Traffic later() {
    return traffic(END, TAKEN + 600, 33);
  }

  @ParameterizedTest
  @CsvSource({"1, 7", "4, 1", "8, 3"})
  void trial_anyPartitionsAndTurns_isTheSame(int partitions, long seed) {
    RecordedOutputs expected = run(later(), 2, 1, change(NAIVE, 500, true));
    RecordedOutputs out = run(later(), partitions, seed, change(NAIVE, 500, true));

    assertThat(compared(out)).isEqualTo(compared(expected));
    Turns.assertSame(Turns.findings(out), Turns.findings(expected));
  }

  @Test
  void trial_restoredAgainAndAgain_isTheSame() {
    List<Event> input = new ArrayList<>(List.of(change(NAIVE, 500, true)));
    input.addAll(later().events(0, 1));
    RecordedOutputs expected = run(later(), 1, 1, change(NAIVE, 500, true));
    RecordedOutputs out = Turns.restarted(() -> forest(0, 1), input, 2_503);

    assertThat(compared(out)).hasSize(2).isEqualTo(compared(expected));
    assertThat(Turns.findings(out)).isEqualTo(Turns.findings(expected));
  }

  @Test
  void trial_askedForAgain_isNotTriedAgain() {
    RecordedOutputs out = run(
        traffic(END, TRIED + 600, 33),
        1,
        1,
        change(NAIVE, 500, true),
        change(NAIVE, 1_700, true),
        change(NAIVE, 3_700, true));

    assertThat(compared(out)).hasSize(1);
  }

  @Test
  void trial_activatedAgain_isTriedAgain() {
    RecordedOutputs out = run(
        traffic(END, TRIED + 600, 33),
        1,
        1,
        change(NAIVE, 500, true, 1L),
        change(NAIVE, 1_700, true, 1L), // a restart
        change(NAIVE, 3_700, true, 2L));

    assertThat(compared(out)).hasSize(2).allMatch(it -> it.tried().sha256().equals(NAIVE.sha256()));
  }

  @Test
  void trial_siteThatComesLater_isTriedBesideTheOneInForceElsewhere() {
    RecordedOutputs out = run(
        traffic(END, NEVER, 33),
        1,
        1,
        change(AS_GOOD, 500, false),
        change(NAIVE, 500, true, 2L)); // both at once, as for a new site

    assertThat(compared(out)).first().satisfies(it -> {
      assertThat(it.before().sha256()).isEqualTo(AS_GOOD.sha256());
      assertThat(it.tried().sha256()).isEqualTo(NAIVE.sha256());
      assertThat(it.tried().meanError()).isNull(); // a forest repeats nothing
    });
  }

  @Test
  void trial_anotherActivatedMeanwhile_judgesAtOnceAndEndsIt() {
    RecordedOutputs out =
        run(traffic(END, NEVER, 33), 2, 1, change(NAIVE, 500, true), change(AS_GOOD, 1_700, false));

    assertThat(compared(out)).isEmpty();
    assertThat(Turns.findings(out))
        .allMatch(it -> judge(it).equals(isBetween(it, 0, 2_200) ? SHIPPED : AS_GOOD));
  }

  @Test
  void trial_anotherAskedFor_beginsAnew() {
    RecordedOutputs out =
        run(traffic(END, NEVER, 33), 1, 1, change(NAIVE, 500, true), change(AS_GOOD, 1_700, true));

    assertThat(compared(out)).first().satisfies(it -> {
      assertThat(it.tried().sha256()).isEqualTo(AS_GOOD.sha256());
      assertThat(it.fromSecond()).isEqualTo(Traffic.START + 2_200 + (TAKEN - TRIED));
    });
  }
}
