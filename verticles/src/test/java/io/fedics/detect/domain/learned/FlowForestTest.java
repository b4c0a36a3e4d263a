package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.physics.Traffic;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.fl.model.tree.IsolationForest;
import io.fedics.fl.train.IsolationForestTrainer;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowForestTest {
  /** Behind the second epoch and its delay: the site's own calibration holds. */
  static final int LEARNED = 1_800;

  private static final int END = 3_000;
  private static final Bundle SHIPPED = bundle(daily(), 1);
  private static final Bundle TRAINED = bundle(daily(), 2);
  private static final Traffic DAILY = daily();

  static final Models MODELS = new Models() {
    @Override
    public Bundle shipped(String kind) {
      return SHIPPED;
    }

    @Override
    public Optional<Bundle> find(String sha256) {
      return List.of(SHIPPED, TRAINED).stream()
          .filter(bundle -> bundle.sha256().equals(sha256))
          .findFirst();
    }
  };

  private static final List<AnomalyDetected> FINDINGS = Turns.findings(run(withTheft(), 1, 1));

  /** Four hosts that talk five times a second in all, with sizes that vary. */
  private static Traffic daily() {
    var traffic = new Traffic();
    var random = new Random(3);
    for (int second = 0; second < END; second++) {
      for (int i = 0; i < 5; i++) {
        long out = (long) Math.exp(6 + random.nextGaussian());
        long in = (long) Math.exp(8 + random.nextGaussian());
        traffic.talk(
            second + 0.1 * i, "10.0.1." + (1 + i % 4), "10.0.2." + (1 + i % 3), 443, out, in);
      }
    }
    return traffic;
  }

  /** The same, and one host that sends a gigabyte out of the site by a strange port. */
  static Traffic withTheft() {
    Traffic traffic = daily();
    steal(traffic, LEARNED + 500.5, "203.0.113.9");
    return traffic;
  }

  private static void steal(Traffic traffic, double at, String to) {
    traffic.add(traffic
        .flow(at, "10.0.1.1", to, 6_667, FlowState.ESTABLISHED)
        .bytesOut(1_000_000_000L)
        .bytesIn(40_000L)
        .packetsOut(700_000L)
        .packetsIn(800L)
        .durationMicros(400_000_000L));
  }

  /** A forest of these flows, calibrated on them. */
  static Bundle bundle(Traffic traffic, long seed) {
    List<double[]> rows = new ArrayList<>();
    Prefixes own = Prefixes.of(Prefixes.PRIVATE);
    for (FlowObserved flow : traffic.flows) {
      FlowFeatures.of(flow, own).ifPresent(rows::add);
    }
    var forest = IsolationForest.from(
        IsolationForestTrainer.train(rows.toArray(double[][]::new), FlowFeatures.NAMES, seed));
    var sketch = new ScoreSketch();
    rows.forEach(row -> sketch.add(forest.score(row)));
    return QuantileTable.of(sketch).into(forest.bundle().change()).build();
  }

  private static FlowForest forest(int partition, int partitions) {
    return new FlowForest(
        partition, partitions, SiteSettings.DEFAULT, LearnedSettings.DEFAULT, MODELS);
  }

  /** Partitions read their input in turns drawn at random, and what all of them tell each other. */
  private static RecordedOutputs run(Traffic traffic, int partitions, long seed) {
    return run(traffic, partitions, seed, List.of());
  }

  private static RecordedOutputs run(
      Traffic traffic, int partitions, long seed, List<Event> first) {
    List<FlowForest> forests = new ArrayList<>();
    List<List<Event>> inputs = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      forests.add(forest(p, partitions));
      List<Event> input = new ArrayList<>(first);
      input.addAll(traffic.events(p, partitions));
      inputs.add(input);
    }
    return Turns.atRandom(forests, inputs, seed);
  }

  private static long after(long second) {
    return Traffic.START + second;
  }

  /** One partition is back with the site, and tells its scores, before the other has forgotten it. */
  @Test
  void forget_siteThatComesBack_isAsIfNobodyHadKnownIt() {
    var before = new Traffic();
    for (int second = -2_000; second < 0; second++) {
      before.talk(second + 0.5, "10.0.1." + (1 - second % 4), "10.0.2.1", 443, 9_000_000, 70);
    }
    List<FlowForest> forests = List.of(forest(0, 2), forest(1, 2));
    Turns.atRandom(forests, List.of(before.events(0, 2), before.events(1, 2)), 1);
    var out = new RecordedOutputs(2);
    assertThat(forests.getFirst().forget(Traffic.SITE, Traffic.START, out)).isFalse();
    forests.forEach(
        forest -> assertThat(StateCopy.keys(forest)).anyMatch(key -> key.startsWith("calib")));

    assertThat(forests.getFirst().forget(Traffic.SITE, Traffic.START - 1, out)).isTrue();
    assertThat(StateCopy.keys(forests.getFirst())).isEmpty();
    withTheft().events(0, 2).forEach(event -> forests.getFirst().onEvent(event, out));
    List<Event> told = List.copyOf(out.of(Topic.LEARNING, 1));
    assertThat(told).isNotEmpty();
    told.forEach(event -> forests.getLast().onEvent(event, out));
    assertThat(forests.getLast().forget(Traffic.SITE, Traffic.START - 1, out)).isTrue();
    told.forEach(event -> forests.getFirst().onEvent(event, out));
    Turns.assertSame(Turns.findings(onwards(forests, out, told.size())), FINDINGS);
  }

  /** The second partition reads all its input, then both what is told. */
  private static RecordedOutputs onwards(List<FlowForest> forests, RecordedOutputs out, int told) {
    withTheft().events(1, 2).forEach(event -> forests.getLast().onEvent(event, out));
    int[] read = {told, told};
    while (read[0] < out.of(Topic.LEARNING, 0).size()
        || read[1] < out.of(Topic.LEARNING, 1).size()) {
      for (int p = 0; p < 2; p++) {
        while (read[p] < out.of(Topic.LEARNING, p).size()) {
          forests.get(p).onEvent(out.of(Topic.LEARNING, p).get(read[p]++), out);
        }
      }
    }
    return out;
  }

  @Test
  void findings_beforeTheSiteTaughtEnough_claimNoAnomaly() {
    List<AnomalyDetected> early =
        FINDINGS.stream().filter(f -> f.second() < after(1_000)).toList();
    assertThat(early).isNotEmpty().noneMatch(AnomalyDetected::anomaly);
    assertThat(early).allMatch(f -> f.score() <= Calibrations.MOST_OF_SHIPPED);
    assertThat(early).allMatch(f -> f.model().calibrationRows() < 2_000);
  }

  @Test
  void learning_secondsLeft_countDownToWhenTheFirstEpochHasASay() {
    FlowForest forest = forest(0, 1);
    var out = new RecordedOutputs(1);
    List<Long> left = new ArrayList<>();
    int told = 0;
    for (Event event : DAILY.events(0, 1)) {
      forest.onEvent(event, out);
      for (; told < out.of(Topic.LEARNING, 0).size(); told++) {
        forest.onEvent(out.of(Topic.LEARNING, 0).get(told), out);
      }
      if (event instanceof Progress progress && progress.completeThrough() % 100 == 0) {
        left.add(Objects.requireNonNull(forest.learning().get(Traffic.SITE)).secondsLeft());
      }
    }

    assertThat(left.getFirst()).isBetween(1_000L, 1_320L);
    assertThat(left).isSortedAccordingTo(Comparator.reverseOrder()).endsWith(0L);
    assertThat(left.stream().distinct().count()).isGreaterThan(10);
  }

  @Test
  void score_outlandishFlow_isRareAndNotTheOtherWayRound() {
    AnomalyDetected theft = FINDINGS.stream()
        .filter(f -> f.peers().contains("203.0.113.9"))
        .findFirst()
        .orElseThrow();
    assertThat(theft.anomaly()).isTrue();
    assertThat(theft.score()).isGreaterThanOrEqualTo(0.999);
    assertThat(theft.rawScore())
        .isEqualTo(
            FINDINGS.stream().mapToDouble(AnomalyDetected::rawScore).max().orElseThrow());
    assertThat(theft.reasons())
        .first()
        .satisfies(r -> assertThat(r.contribution()).isPositive());
    assertThat(theft.reasons().stream()
            .map(Reason::contribution)
            .mapToDouble(Math::abs)
            .sum())
        .isCloseTo(1, within(1e-9));
    assertThat(theft.model().calibrationRows()).isBetween(2_000L, 20_000L);
    assertThat(theft.score()).isLessThanOrEqualTo(1 - 1.0 / (theft.model().calibrationRows() + 1));
  }

  @Test
  void score_benignTrafficOnceLearned_meansItsShare() {
    long judged = DAILY.flows.stream().filter(f -> f.second() >= after(LEARNED)).count();
    long rare = FINDINGS.stream()
        .filter(f -> f.second() >= after(LEARNED) && f.score() >= 0.99)
        .count();
    assertThat((double) rare / judged).isBetween(0.005, 0.02);
  }

  @ParameterizedTest
  @CsvSource({"1, 7", "4, 1", "4, 2", "8, 3"})
  void findings_anyPartitionsAndTurns_areTheSame(int partitions, long seed) {
    Turns.assertSame(Turns.findings(run(withTheft(), partitions, seed)), FINDINGS);
  }

  /** Of a file the quick partitions may have told everything before a slow one hears of its site. */
  @Test
  void findings_partitionHearsOfTheSiteWhenOthersAreThrough_areTheSame() {
    List<FlowForest> forests = new ArrayList<>();
    List<List<Event>> inputs = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      forests.add(forest(p, 4));
      inputs.add(withTheft().events(p, 4));
    }

    Turns.assertSame(Turns.findings(Turns.oneBehindTheOther(forests, inputs)), FINDINGS);
  }

  @Test
  void outputs_everyPartition_riseInSeqAndPassTheLastSecond() {
    RecordedOutputs out = run(daily(), 4, 5);
    for (int p = 0; p < 4; p++) {
      Map<String, Long> last = new HashMap<>();
      for (Event event : out.of(Topic.ANOMALIES, p)) {
        assertThat(event.seq()).isGreaterThan(last.getOrDefault(event.source(), -1L));
        last.put(event.source(), event.seq());
      }
      assertThat(out.of(Topic.ANOMALIES, p).getLast())
          .isInstanceOfSatisfying(
              Progress.class,
              passed -> assertThat(passed.completeThrough()).isEqualTo(after(END - 1)));
    }
    assertThat(out.all(Topic.ANOMALIES, HostsScored.class)
            .mapToLong(HostsScored::shed)
            .sum())
        .isZero();
    assertThat(out.all(Topic.LEARNING, ScoresSketched.class)
            .filter(s -> s.inputPartition() == 0)
            .map(ScoresSketched::seq)
            .distinct()
            .count())
        .isEqualTo(out.of(Topic.LEARNING, 0).stream()
            .filter(e -> e instanceof ScoresSketched s && s.inputPartition() == 0)
            .count());
  }

  @Test
  void flow_meaningOfItsScoreKnown_isFoundBeforeItsSecondIsComplete() {
    FlowForest forest = forest(0, 1);
    var out = new RecordedOutputs(1);
    List<Event> later = new ArrayList<>(withTheft().events(0, 1));
    Event theft = later.stream()
        .filter(e -> e instanceof FlowObserved f && "203.0.113.9".equals(f.dstIp()))
        .findFirst()
        .orElseThrow();
    int told = 0;
    for (Event event : later.subList(0, later.indexOf(theft) + 1)) {
      forest.onEvent(event, out);
      for (; told < out.of(Topic.LEARNING, 0).size(); told++) {
        forest.onEvent(out.of(Topic.LEARNING, 0).get(told), out);
      }
    }

    assertThat(out.of(Topic.ANOMALIES, 0).getLast())
        .isInstanceOfSatisfying(AnomalyDetected.class, found -> {
          assertThat(found.peers()).containsExactly("203.0.113.9");
          assertThat(found.source()).isEqualTo("iforest/0/of/" + theft.source());
          assertThat(found.seq()).isEqualTo(theft.seq());
        });
  }

  @Test
  void findings_rarestComesLastOfMany_isWrittenAtOnce() {
    Traffic traffic = daily();
    for (int i = 0; i < 20; i++) {
      traffic.talk(LEARNED + 500.1 + i / 100.0, "10.0.1.1", "10.0.2.1", 443, 9_000 + i, 300);
    }
    steal(traffic, LEARNED + 500.9, "203.0.113.99");
    RecordedOutputs out = run(traffic, 1, 1);
    List<AnomalyDetected> ofSecond = Turns.findings(out).stream()
        .filter(f -> f.second() == after(LEARNED + 500) && f.host().equals("10.0.1.1"))
        .toList();

    assertThat(ofSecond)
        .hasSizeBetween(5, 3 * LearnedSettings.DEFAULT.findingsPerHost() + 1)
        .filteredOn(f -> f.peers().contains("203.0.113.99"))
        .singleElement()
        .satisfies(f -> assertThat(f.source()).startsWith("iforest/0/of/"));
  }

  @Test
  void findings_someEarlyAndSomeAtTheEndOfTheirSecond_areTheSame() {
    Traffic traffic = withTheft();
    for (int i = 0;
        i < 900;
        i++) { // across the end of an epoch, more than are written of a host and second
      traffic.refused(2_390 + i / 45.0, "10.0.1.1", "10.0.2." + i % 200, 1 + i);
    }
    List<AnomalyDetected> expected = Turns.findings(run(traffic, 1, 1));
    assertThat(expected).hasSizeGreaterThan(FINDINGS.size() + 40);
    for (int seed = 2; seed < 5; seed++) {
      Turns.assertSame(Turns.findings(run(traffic, 4, seed)), expected);
    }
  }

  @Test
  void state_restoredInTheMiddle_givesTheSameFindings() {
    RecordedOutputs out = Turns.restarted(() -> forest(0, 1), withTheft().events(0, 1), 3_001);

    assertThat(Turns.findings(out)).isEqualTo(FINDINGS);
  }

  @Test
  void modelActivated_known_judgesFromTheNextEpochOnAndLearnsAfresh() {
    var change = new ModelActivated(
        Traffic.SITE,
        "models/0",
        1,
        after(500),
        "iforest",
        new ModelRef("iforest", TRAINED.version(), TRAINED.sha256(), 0),
        null,
        null);
    List<AnomalyDetected> findings = Turns.findings(run(daily(), 2, 1, List.of(change)));

    assertThat(findings)
        .isNotEmpty()
        .allMatch(f -> f.model()
            .sha256()
            .equals(f.second() < after(1_000) ? SHIPPED.sha256() : TRAINED.sha256()));
    assertThat(
            findings.stream().filter(f -> f.second() >= after(1_000) && f.second() < after(1_700)))
        .isNotEmpty()
        .allMatch(f -> f.model().calibrationRows() == 0);
  }

  @Test
  void modelActivated_unknownBundle_keepsTheOld() {
    var change = new ModelActivated(
        Traffic.SITE,
        "models/0",
        1,
        after(500),
        "iforest",
        new ModelRef("iforest", "x", "00", 0),
        null,
        null);

    assertThat(forest(0, 1).onEvent(change, new RecordedOutputs(1))).isFalse();
    assertThat(Turns.findings(run(withTheft(), 1, 1, List.of(change)))).isEqualTo(FINDINGS);
  }

  @Test
  void modelActivated_brokenBundle_keepsTheOld() {
    Bundle broken = Bundle.of("iforest", "broken")
        .texts("features", FlowFeatures.NAMES)
        .text("card", "without trees")
        .build();
    var models = new Models() {
      @Override
      public Bundle shipped(String kind) {
        return SHIPPED;
      }

      @Override
      public Optional<Bundle> find(String sha256) {
        return Optional.of(broken);
      }
    };
    var change = new ModelActivated(
        Traffic.SITE,
        "models/0",
        1,
        after(500),
        "iforest",
        new ModelRef("broken", broken.version(), broken.sha256(), 0),
        null,
        null);
    var detector = new FlowForest(0, 1, SiteSettings.DEFAULT, LearnedSettings.DEFAULT, models);

    assertThat(detector.onEvent(change, new RecordedOutputs(1))).isFalse();
  }

  @Test
  void counterfactual_appliedToItsFlow_scoresBelowTheThreshold() {
    IsolationForest model = IsolationForest.from(SHIPPED);
    Prefixes own = Prefixes.of(Prefixes.PRIVATE);
    List<double[]> rows = new ArrayList<>();
    daily().flows.forEach(flow -> FlowFeatures.of(flow, own).ifPresent(rows::add));
    double threshold = QuantileTable.from(SHIPPED).scoreAt(0.9);
    int asked = 0;
    int below = 0;
    for (double[] row : rows) {
      if (asked == 1_000 || model.score(row) < threshold) {
        continue;
      }
      asked++;
      double[] changed = row.clone();
      model
          .counterfactual(row, threshold)
          .ifPresent(it -> it.changes().forEach(change -> changed[change.index()] = change.to()));
      below += model.score(changed) < threshold ? 1 : 0;
    }
    assertThat(asked).isEqualTo(1_000);
    assertThat(below).isGreaterThanOrEqualTo(950);
  }

  @Test
  void counterfactual_asked_isInTheAnomaly() {
    LearnedSettings asking = LearnedSettings.DEFAULT.withCounterfactual();
    RecordedOutputs out = Turns.restarted(
        () -> new FlowForest(0, 1, SiteSettings.DEFAULT, asking, MODELS),
        withTheft().events(0, 1),
        Integer.MAX_VALUE);

    assertThat(Turns.findings(out).stream().filter(f -> f.peers().contains("203.0.113.9")))
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.counterfactual()).isNotEmpty());
    assertThat(Turns.findings(out).stream().filter(f -> !f.anomaly()))
        .allMatch(f -> f.counterfactual().isEmpty());
  }

  @Test
  void learning_epochFullOfStrangeFlows_isLeftOut() {
    Traffic traffic = daily();
    for (int i = 0; i < 600; i++) { // in an epoch behind the first own calibration
      traffic.refused(1_750 + 0.2 * i, "10.0.1.1", "10.0.2." + i % 200, 1 + i);
    }
    List<AnomalyDetected> late = Turns.findings(run(traffic, 1, 1)).stream()
        .filter(f -> f.second() >= after(2_950))
        .toList();
    List<AnomalyDetected> plain =
        FINDINGS.stream().filter(f -> f.second() >= after(2_950)).toList();

    assertThat(late).isNotEmpty().hasSameSizeAs(plain);
    for (int i = 0;
        i < late.size();
        i++) { // without that epoch's normal flows, and without its strange ones
      assertThat(late.get(i).score()).isCloseTo(plain.get(i).score(), within(0.003));
    }
  }
}
