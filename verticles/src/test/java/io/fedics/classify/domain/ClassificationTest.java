package io.fedics.classify.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.classify.ClassifyConfig;
import io.fedics.sample.Findings;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationTest {
  private static final ClassifyConfig PHYSICS =
      ClassifyConfig.DEFAULT.waitingFor(List.of("physics-flow", "physics-host"));

  private static final String SITE = "demo";
  private static final String SCANNER = "10.0.4.17";
  private static final String VICTIM = "10.0.1.5";

  private final RecordedOutputs out = new RecordedOutputs(1);

  /** The first writer is back with the site before the other is through with what it was. */
  @Test
  void forget_siteThatComesBack_isAsIfNobodyHadKnownIt() {
    var classify = new Classification(PHYSICS, 0, 2);
    classify.onEvent(part(9, SCANNER, VICTIM), out);
    classify.onEvent(scan(10), out);
    classify.onEvent(progress("aggregate", 0, 10), out);
    detectorsPassed(classify, 10);
    assertThat(classify.forget(SITE, 10, out)).isFalse();
    classify.onEvent(scan(700), out);
    classify.onEvent(progress("aggregate", 0, 700), out);
    detectorsPassed(classify, 700);
    classify.onEvent(progress("aggregate", 1, 10), out);

    assertThat(classify.forget(SITE, 10, out)).isTrue();

    assertThat(written(SiteForgotten.class)).hasSize(1);
    int before = written(Event.class).size();
    classify.onEvent(progress("aggregate", 1, 700), out);
    List<Event> after = written(Event.class);

    var anew = new RecordedOutputs(1);
    var fresh = new Classification(PHYSICS, 0, 2);
    fresh.onEvent(scan(700), anew);
    fresh.onEvent(progress("aggregate", 0, 700), anew);
    detectorsPassed(fresh, 700);
    fresh.onEvent(progress("aggregate", 1, 700), anew);
    assertThat(after.subList(before, after.size()))
        .hasSize(2)
        .isEqualTo(anew.of(Topic.ATTACK_CLASSIFIED, 0));

    assertThat(classify.forget(SITE, 700, out)).isTrue();
    assertThat(StateCopy.keys(classify)).isEmpty();
  }

  @Test
  void close_notEveryAggregatePartitionPassed_waits() {
    var classify = new Classification(PHYSICS, 0, 2);
    classify.onEvent(scan(10), out);
    classify.onEvent(progress("aggregate", 0, 10), out);
    detectorsPassed(classify, 10);

    assertThat(written(Event.class)).isEmpty();

    classify.onEvent(progress("aggregate", 1, 10), out);
    assertThat(written(AttackClassified.class)).hasSize(1);
  }

  @Test
  void close_aDetectorIsBehind_waits() {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(scan(10), out);
    classify.onEvent(progress("aggregate", 0, 12), out);
    classify.onEvent(progress("physics-flow", 0, 12), out);
    classify.onEvent(progress("physics-host", 0, 9), out);

    assertThat(written(AttackClassified.class)).isEmpty();
    assertThat(written(Progress.class)).last().returns(9L, Progress::completeThrough);
  }

  @Test
  void verdict_scan_namesAttackerVictimsRuleAndTechnique() {
    AttackClassified verdict = verdictOf(scan(10));

    assertThat(verdict.label()).isEqualTo(AttackLabel.PROBE);
    assertThat(verdict.attacker()).isEqualTo(SCANNER);
    assertThat(verdict.victims()).containsExactly(VICTIM);
    assertThat(verdict.rules()).containsExactly("vertical-scan");
    assertThat(verdict.techniques()).containsExactly("T0846");
    assertThat(verdict.detectors()).containsExactly("physics");
    assertThat(verdict.port()).isEqualTo(502);
    assertThat(verdict.anomaly()).isTrue();
    assertThat(verdict.eventId()).isEqualTo(EventId.of(SITE, 10L, SCANNER, "classify"));
    assertThat(verdict.probabilities().values().stream()
            .mapToDouble(Double::doubleValue)
            .sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void verdict_hostIsAttacked_namesItsHeaviestPeerAsAttacker() {
    AttackClassified verdict = verdictOf(Findings.of(
        10,
        VICTIM,
        "flood",
        AttackLabel.DOS,
        HostRole.DESTINATION,
        0.9999,
        "203.0.113.9",
        "203.0.113.7"));

    assertThat(verdict.attacker()).isEqualTo("203.0.113.9");
    assertThat(verdict.victims()).containsExactly(VICTIM);
    assertThat(verdict.victimCount()).isEqualTo(1);
  }

  @Test
  void verdict_floodFromMoreThanCanBeBlamed_namesNobody() {
    AttackClassified verdict = verdictOf(flooded(65));

    assertThat(verdict.attacker()).isEqualTo(AttackClassified.MANY);
    assertThat(verdict.victims()).containsExactly(VICTIM);
  }

  @Test
  void verdict_floodFromFew_namesTheHeaviest() {
    assertThat(verdictOf(flooded(64)).attacker()).isEqualTo("203.0.113.9");
  }

  private static AnomalyDetected flooded(long sources) {
    AnomalyDetected one = Findings.of(
        10, VICTIM, "flood", AttackLabel.DOS, HostRole.DESTINATION, 0.9999, "203.0.113.9");
    return new AnomalyDetected(
        one.eventId(),
        one.site(),
        one.observedAt(),
        one.source(),
        one.seq(),
        one.second(),
        one.host(),
        one.detector(),
        one.rule(),
        one.label(),
        one.role(),
        one.score(),
        one.rawScore(),
        one.threshold(),
        one.anomaly(),
        one.model(),
        one.reasons(),
        one.peers(),
        sources,
        one.port(),
        one.protocol(),
        one.flowId(),
        one.counterfactual());
  }

  @Test
  void verdict_weakFinding_isCountedAsBenign() {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(part(10, SCANNER, VICTIM), out);
    classify.onEvent(part(10, "10.0.4.18", VICTIM), out);
    classify.onEvent(Findings.of(10, SCANNER, "surge", AttackLabel.OTHER, 0.96), out);

    allPassed(classify, 10);

    assertThat(written(AttackClassified.class)).isEmpty();
    assertThat(written(Progress.class))
        .filteredOn(p -> p.benign() > 0)
        .singleElement()
        .returns(2L, Progress::benign)
        .returns(10L, Progress::completeThrough);
  }

  @Test
  void close_jump_writesSecondsInOrderAndOneProgressOfTheJump() {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(scan(30), out);
    classify.onEvent(scan(10), out);
    classify.onEvent(part(20, SCANNER, VICTIM), out);

    allPassed(classify, 100);

    assertThat(written(AttackClassified.class))
        .extracting(AttackClassified::second)
        .containsExactly(10L, 30L);
    assertThat(written(Event.class)).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
    assertThat(written(Progress.class))
        .last()
        .returns(100L, Progress::completeThrough)
        .returns(0L, Progress::benign);
  }

  @Test
  void close_anyOrderOfArrivalBeforeProgress_givesTheSame() {
    List<Event> inputs = new ArrayList<>();
    for (int s = 10; s < 20; s++) {
      inputs.add(scan(s));
      inputs.add(Findings.of(s, SCANNER, "surge", AttackLabel.OTHER, 0.9999, VICTIM));
      inputs.add(part(s, SCANNER, VICTIM));
      inputs.add(part(s, "10.0.4.18", VICTIM));
    }
    List<Event> expected = run(inputs);
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(inputs, new Random(seed));
      assertThat(run(inputs)).isEqualTo(expected);
    }
  }

  @Test
  void detectorSet_fromASecondOn_isWaitedForOnlyThere() {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(new DetectorSet(SITE, "run", 1, 20, List.of("physics-host", "iforest")), out);
    classify.onEvent(scan(19), out);
    classify.onEvent(scan(20), out);
    allPassed(classify, 30);

    assertThat(written(AttackClassified.class))
        .extracting(AttackClassified::second)
        .containsExactly(19L);

    classify.onEvent(progress("iforest", 0, 25), out);

    assertThat(written(AttackClassified.class))
        .extracting(AttackClassified::second)
        .containsExactly(19L, 20L);
    assertThat(written(AttackClassified.class))
        .extracting(AttackClassified::detectors)
        .containsExactly(List.of("physics"), List.of("iforest", "physics"));
    assertThat(written(Progress.class)).last().returns(25L, Progress::completeThrough);
  }

  @Test
  void detectorSet_withoutADetector_leavesItsFindingsOut() {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(new DetectorSet(SITE, "run", 1, 20, List.of("physics-flow")), out);
    classify.onEvent(scan(20), out);

    allPassed(classify, 30);

    assertThat(written(AttackClassified.class)).isEmpty();
  }

  @Test
  void state_restoredAtAnyPoint_givesTheSame() {
    List<Event> inputs = new ArrayList<>();
    for (int s = 50; s < 70; s++) {
      inputs.add(scan(s));
      inputs.add(part(s, SCANNER, VICTIM));
      inputs.add(part(s, "10.0.4.18", VICTIM));
      inputs.add(progress("aggregate", 0, s));
      inputs.add(progress("physics-flow", 0, s));
      inputs.add(progress("physics-host", 0, s - 2));
    }
    inputs.add(progress("physics-host", 0, 200));
    List<Event> expected = feed(new Classification(PHYSICS, 0, 1), inputs);
    for (int cut = 0; cut < inputs.size(); cut += 7) {
      var first = new Classification(PHYSICS, 0, 1);
      List<Event> actual = new ArrayList<>(feed(first, inputs.subList(0, cut)));
      var second = StateCopy.into(new Classification(PHYSICS, 0, 1), first);
      actual.addAll(feed(second, inputs.subList(cut, inputs.size())));
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void edges_finishedMinute_areWrittenOnceBeforeItsProgress() {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(part(60, SCANNER, VICTIM), out);
    classify.onEvent(part(119, SCANNER, VICTIM), out);
    classify.onEvent(part(120, SCANNER, VICTIM), out);

    allPassed(classify, 118);
    assertThat(written(SiteEdges.class)).isEmpty();
    allPassed(classify, 119);

    assertThat(written(SiteEdges.class))
        .singleElement()
        .returns(60L, SiteEdges::minute)
        .returns(List.of(new Edge(SCANNER, VICTIM, 6, 200)), SiteEdges::edges)
        .returns(List.of(), SiteEdges::served);
    assertThat(written(Event.class)).extracting(Event::seq).isSorted();
  }

  @Test
  void modelActivated_known_judgesFromItsSecondOn() {
    var classify = new Classification(PHYSICS, 0, 1, models("0a", AttackLabel.DOS));
    assertThat(classify.onEvent(activated("0a", 20), out)).isTrue();
    assertThat(classify.onEvent(activated("0b", 20), out)).isFalse();
    classify.onEvent(scan(19), out);
    classify.onEvent(scan(20), out);
    var restarted =
        StateCopy.into(new Classification(PHYSICS, 0, 1, models("0a", AttackLabel.DOS)), classify);
    allPassed(restarted, 30);

    assertThat(written(AttackClassified.class))
        .extracting(AttackClassified::label)
        .containsExactly(AttackLabel.PROBE, AttackLabel.DOS);
  }

  private static ModelActivated activated(String sha256, long second) {
    return new ModelActivated(
        SITE, "models/0", 1, second, "verdict", new ModelRef("mine", "1", sha256, 0), null, null);
  }

  /** The rules' verdict, and one model that says the same of everything. */
  private static LabelModels models(String known, AttackLabel always) {
    LabelModel constant = (_, _) -> {
      Map<AttackLabel, Double> probabilities = new EnumMap<>(AttackLabel.class);
      for (AttackLabel label : AttackLabel.values()) {
        probabilities.put(label, label == always ? 1.0 : 0.0);
      }
      return new LabelModel.Judgement(probabilities, List.of());
    };
    return new LabelModels() {
      @Override
      public LabelModel usual() {
        return new RuleLabels(PHYSICS.prior());
      }

      @Override
      public Optional<LabelModel> find(String sha256) {
        return sha256.equals(known) ? Optional.of(constant) : Optional.empty();
      }
    };
  }

  private AttackClassified verdictOf(Event finding) {
    var classify = new Classification(PHYSICS, 0, 1);
    classify.onEvent(finding, out);
    allPassed(classify, 10);
    return written(AttackClassified.class).getFirst();
  }

  private static List<Event> run(List<Event> inputs) {
    List<Event> all = new ArrayList<>(inputs);
    all.add(progress("aggregate", 0, 90));
    all.add(progress("physics-flow", 0, 90));
    all.add(progress("physics-host", 0, 90));
    return feed(new Classification(PHYSICS, 0, 1), all);
  }

  private static List<Event> feed(Classification classify, List<Event> inputs) {
    var out = new RecordedOutputs(1);
    inputs.forEach(event -> classify.onEvent(event, out));
    return out.of(Topic.ATTACK_CLASSIFIED, 0);
  }

  private void allPassed(Classification classify, long second) {
    classify.onEvent(progress("aggregate", 0, second), out);
    detectorsPassed(classify, second);
  }

  private void detectorsPassed(Classification classify, long second) {
    classify.onEvent(progress("physics-flow", 0, second), out);
    classify.onEvent(progress("physics-host", 0, second), out);
  }

  private <E extends Event> List<E> written(Class<E> kind) {
    return out.all(Topic.ATTACK_CLASSIFIED, kind).toList();
  }

  private static Event scan(long second) {
    return Findings.of(second, SCANNER, "vertical-scan", AttackLabel.PROBE, 0.9999, VICTIM);
  }

  private static Progress progress(String stage, int partition, long second) {
    return new Progress(
        SITE, stage + '/' + partition + '/' + SITE, second << 20, stage, partition, second, 0);
  }

  private static HostActivityPart part(long second, String host, String peer) {
    var asSource = new RoleActivity(
        3,
        100,
        0,
        0,
        0,
        0,
        0,
        0,
        new DistinctCount(),
        new DistinctCount(),
        List.of(new PeerActivity(peer, 3, 100, 0)));
    return new HostActivityPart(
        EventId.of(second, host),
        SITE,
        Instant.ofEpochSecond(second),
        "aggregate/0/demo",
        second << 20,
        second,
        host,
        0,
        asSource,
        null,
        0,
        0,
        0);
  }
}
