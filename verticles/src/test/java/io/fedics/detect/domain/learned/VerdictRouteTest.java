package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.learned.Calibrations.Calibration;
import io.fedics.detect.domain.physics.Traffic;
import io.fedics.fl.model.score.QuantileTable;
import io.fedics.fl.model.score.ScoreSketch;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowRouted;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judged flows go to exactly one topic, others to none. */
class VerdictRouteTest {
  private static final Traffic TRAFFIC = FlowForestTest.withTheft();

  private static FlowForest forest(boolean routes) {
    return new FlowForest(
        0,
        1,
        SiteSettings.DEFAULT,
        LearnedSettings.DEFAULT.withRoutes(routes),
        FlowForestTest.MODELS);
  }

  private static RecordedOutputs run(boolean routes, List<Event> events) {
    return Turns.atRandom(List.of(forest(routes)), List.of(events), 1);
  }

  @Test
  void judgedFlows_eachGoToOneTopicByTheFindingsThreshold() {
    RecordedOutputs out = run(true, TRAFFIC.events(0, 1));
    List<FlowRouted> normal = out.all(Topic.NORMAL_TRAFFIC, FlowRouted.class).toList();
    List<FlowRouted> alerts = out.all(Topic.ANOMALY_ALERTS, FlowRouted.class).toList();
    assertThat(normal).noneMatch(it -> it.verdict().anomaly());
    assertThat(alerts).allMatch(it -> it.verdict().anomaly());
    assertThat(normal).allMatch(it -> it.verdict().score() < it.verdict().threshold());
    List<FlowObserved> routed =
        Stream.concat(normal.stream(), alerts.stream()).map(FlowRouted::flow).toList();
    assertThat(routed).doesNotHaveDuplicates();
    assertThat(TRAFFIC.flows).containsAll(routed);
    assertThat(routed).containsAll(learned(TRAFFIC.flows));
    assertThat(routed.size())
        .as("while the site learns, what is rare is neither normal nor an anomaly")
        .isBetween((int) (0.98 * TRAFFIC.flows.size()), TRAFFIC.flows.size() - 1);
    assertThat(alerts)
        .extracting(it -> it.flow().dstIp())
        .as("the theft is told to others as it is told to people")
        .contains("203.0.113.9");
    Map<UUID, Double> findings = out.all(Topic.ANOMALIES, AnomalyDetected.class)
        .filter(AnomalyDetected::anomaly)
        .collect(
            Collectors.toMap(it -> Objects.requireNonNull(it.flowId()), AnomalyDetected::score));
    Map<UUID, Double> scores = alerts.stream()
        .collect(Collectors.toMap(it -> it.flow().eventId(), it -> it.verdict().score()));
    assertThat(scores).containsAllEntriesOf(findings);
  }

  /** Those that come when the site's own calibration holds. */
  private static List<FlowObserved> learned(List<FlowObserved> flows) {
    return flows.stream()
        .filter(flow -> flow.second() >= Traffic.START + FlowForestTest.LEARNED)
        .toList();
  }

  @Test
  void routing_off_writesNothingAndChangesNoFinding() {
    RecordedOutputs off = run(false, TRAFFIC.events(0, 1));
    RecordedOutputs on = run(true, TRAFFIC.events(0, 1));
    assertThat(off.of(Topic.NORMAL_TRAFFIC, 0)).isEmpty();
    assertThat(off.of(Topic.ANOMALY_ALERTS, 0)).isEmpty();
    assertThat(off.of(Topic.ANOMALIES, 0)).isEqualTo(on.of(Topic.ANOMALIES, 0));
  }

  @Test
  void restarts_betweenObservationAndVerdict_loseAndRepeatNoFlow() {
    List<Event> events = TRAFFIC.events(0, 1);
    RecordedOutputs plain = run(true, events);
    RecordedOutputs restarted = Turns.restarted(() -> forest(true), events, 997);
    for (Topic topic : List.of(Topic.NORMAL_TRAFFIC, Topic.ANOMALY_ALERTS)) {
      assertThat(byId(restarted, topic)).isEqualTo(byId(plain, topic)).isNotEmpty();
      assertThat(restarted.of(topic, 0)).hasSize(byId(plain, topic).size());
    }
  }

  private static Map<UUID, FlowRouted> byId(RecordedOutputs out, Topic topic) {
    return out.all(topic, FlowRouted.class)
        .collect(Collectors.toMap(FlowRouted::eventId, Function.identity(), (a, _) -> a));
  }

  @Test
  void flowsNobodyJudged_goNowhere() {
    var traffic = new Traffic();
    traffic.talk(10.5, "10.0.1.1", "10.0.2.1", 443);
    traffic.add(
        traffic.flow(10.6, "10.0.1.1", "10.0.2.1", 443, FlowState.ESTABLISHED).dstIp(null));
    List<Event> events = new ArrayList<>(traffic.events(0, 1));
    var late = new Traffic();
    late.talk(10.7, "10.0.1.2", "10.0.2.1", 443);
    events.add(late.flows.getFirst()); // behind the progress of its second
    events.add(Traffic.progress("ingest", 0, Traffic.START + 20));
    RecordedOutputs out = run(true, events);
    assertThat(out.all(Topic.NORMAL_TRAFFIC, FlowRouted.class).map(FlowRouted::flow))
        .containsExactly(traffic.flows.getFirst());
    assertThat(out.of(Topic.ANOMALY_ALERTS, 0)).isEmpty();
  }

  @Test
  void flowsBeyondThoseKeptOfAHost_goNowhere() {
    var traffic = new Traffic();
    int kept = SiteSettings.DEFAULT.flowsPerHost();
    for (int i = 0; i < kept + 50; i++) {
      traffic.talk(10 + i * 1e-4, "10.0.1.1", "10.0.2.1", 443);
    }
    RecordedOutputs out = run(true, traffic.events(0, 1));
    int routed =
        out.of(Topic.NORMAL_TRAFFIC, 0).size() + out.of(Topic.ANOMALY_ALERTS, 0).size();
    assertThat(routed).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void scoreThatIsNone_isADefectAndNotNormal(double raw) {
    var out = new RecordedOutputs(1);
    var route = new VerdictRoute("iforest", 0, 0.999);
    FlowObserved flow = TRAFFIC.flows.getFirst();
    var sketch = new ScoreSketch();
    sketch.add(0.5);
    var calibration = new Calibration(QuantileTable.of(sketch), 1, true);
    var model = new ModelRef("m", "1", "00", 1);
    assertThatThrownBy(() -> route.route(flow, raw, calibration, model, true, out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("finite");
    assertThat(out.of(Topic.NORMAL_TRAFFIC, 0)).isEmpty();
  }
}
