package io.fedics.predict.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.predict.PredictConfig;
import io.fedics.sample.Verdicts;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.NextHop;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.event.SiteEdges.Served;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionTest {
  private static final String SITE = "demo";
  private static final String SCANNER = "10.0.4.17";
  private static final String PLC = "10.0.1.5";

  private final RecordedOutputs out = new RecordedOutputs(1);

  @Test
  void forget_siteThatComesBack_isAsIfNobodyHadKnownIt() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 2);
    predict.onEvent(edges(60, new Edge("10.0.2.2", PLC, 5, 5)), out);
    predict.onEvent(scan(130), out);
    predict.onEvent(progress(0, 130), out);
    assertThat(predict.forget(SITE, 130, out)).isFalse();
    predict.onEvent(scan(900), out);
    predict.onEvent(progress(0, 900), out);
    predict.onEvent(progress(1, 130), out);

    assertThat(predict.forget(SITE, 130, out)).isTrue();

    assertThat(written(SiteForgotten.class)).hasSize(1);
    int before = written(Event.class).size();
    predict.onEvent(progress(1, 900), out);
    List<Event> after = written(Event.class);

    var anew = new RecordedOutputs(1);
    var fresh = new Prediction(PredictConfig.DEFAULT, 0, 2);
    fresh.onEvent(scan(900), anew);
    fresh.onEvent(progress(0, 900), anew);
    fresh.onEvent(progress(1, 900), anew);
    assertThat(after.subList(before, after.size())).isEqualTo(anew.of(Topic.ATTACK_PREDICTED, 0));

    assertThat(predict.forget(SITE, 900, out)).isTrue();
    assertThat(StateCopy.keys(predict)).isEmpty();
  }

  @Test
  void onVerdict_notEveryPartitionPassed_waits() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 2);
    predict.onEvent(scan(10), out);
    predict.onEvent(progress(0, 10), out);
    assertThat(written(Event.class)).isEmpty();

    predict.onEvent(progress(1, 12), out);

    assertThat(written(AttackPredicted.class)).hasSize(1);
    assertThat(written(Progress.class)).singleElement().returns(10L, Progress::completeThrough);
  }

  @Test
  void onVerdict_anyOrderOfArrival_handledBySecondAndHost() {
    List<Event> inputs = new ArrayList<>();
    for (int s = 120; s < 130; s++) {
      inputs.add(scan(s));
      inputs.add(Verdicts.of(s, "10.0.4.9", AttackLabel.OTHER, "surge", PLC));
    }
    inputs.add(edges(60, new Edge("10.0.4.9", "10.0.1.7", 9, 9)));
    inputs.add(edges(60, new Edge(PLC, "10.0.1.6", 3, 9)));
    List<Event> expected = run(inputs);
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(inputs, new Random(seed));
      assertThat(run(inputs)).isEqualTo(expected);
    }
    assertThat(expected).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void onVerdict_controllerIsAVictim_raisesSeverityFromTheNextMinuteOn() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 1);
    predict.onEvent(scan(100), out);
    predict.onEvent(edges(60, new Edge("10.0.2.2", PLC, 5, 5)), out);
    predict.onEvent(Verdicts.of(120, "10.0.4.99", AttackLabel.PROBE, "vertical-scan", PLC), out);
    predict.onEvent(progress(0, 120), out);

    List<AttackPredicted> predictions = written(AttackPredicted.class);
    assertThat(predictions.get(1).severity()).isGreaterThan(predictions.get(0).severity());
  }

  @Test
  void nextHops_followTheGraphAndLeaveOutWhoIsInvolved() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 1);
    predict.onEvent(
        edges(
            60,
            new Edge(SCANNER, PLC, 50, 5),
            new Edge(SCANNER, "10.0.2.2", 50, 5),
            new Edge(SCANNER, "10.0.3.3", 2, 5),
            new Edge(SCANNER, "198.51.100.1", 500, 5)),
        out);
    predict.onEvent(scan(130), out);
    predict.onEvent(progress(0, 130), out);

    AttackPredicted prediction = written(AttackPredicted.class).getFirst();
    assertThat(prediction.nextHops())
        .extracting(NextHop::host)
        .containsExactly("10.0.2.2", "10.0.3.3");
    assertThat(prediction.nextHops()).extracting(NextHop::horizonSeconds).containsOnly(900L);
    assertThat(prediction.nextHops().stream().mapToDouble(NextHop::probability).sum())
        .isBetween(0.0, 1.0);
    assertThat(prediction.impacted()).containsExactly(PLC, "10.0.2.2", "10.0.3.3");
  }

  @Test
  void onVerdict_itLasts_raisesSeverity() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 1);
    for (int s = 10; s < 40; s++) {
      predict.onEvent(scan(s), out);
    }
    predict.onEvent(progress(0, 40), out);

    assertThat(written(AttackPredicted.class))
        .extracting(AttackPredicted::severity)
        .isSorted();
  }

  @Test
  void onVerdict_impossibleTravel_isHandledWhenItComes() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 1);
    predict.onEvent(progress(0, 500), out);

    predict.onEvent(
        Verdicts.of(100, "account:eva", AttackLabel.IMPOSSIBLE_TRAVEL, "impossible-travel"), out);

    assertThat(written(AttackPredicted.class))
        .singleElement()
        .returns("predict/0/demo/physics-travel/0/demo", AttackPredicted::source);
  }

  @Test
  void edges_areForwardedOncePerMinuteBeforeItsProgress() {
    var predict = new Prediction(PredictConfig.DEFAULT, 0, 1);
    predict.onEvent(edges(60, new Edge("a", "b", 1, 1)), out);
    predict.onEvent(edges(60, new Edge("c", "d", 1, 1)), out);
    predict.onEvent(progress(0, 118), out);
    assertThat(written(SiteEdges.class)).isEmpty();

    predict.onEvent(progress(0, 300), out);

    assertThat(written(SiteEdges.class))
        .singleElement()
        .returns(List.of(new Edge("a", "b", 1, 1), new Edge("c", "d", 1, 1)), SiteEdges::edges);
    assertThat(written(Event.class)).extracting(Event::seq).isSorted();
  }

  @Test
  void state_restoredAtAnyPoint_givesTheSame() {
    List<Event> inputs = new ArrayList<>();
    for (int s = 110; s < 200; s += 3) {
      inputs.add(scan(s));
      if (s % 2 == 0) {
        inputs.add(edges(60L * (s / 60), new Edge(SCANNER, "10.0.2." + s % 7, s, 5)));
      }
      inputs.add(progress(0, s - 4));
    }
    inputs.add(progress(0, 400));
    List<Event> expected = feed(new Prediction(PredictConfig.DEFAULT, 0, 1), inputs);
    for (int cut = 0; cut < inputs.size(); cut += 5) {
      var first = new Prediction(PredictConfig.DEFAULT, 0, 1);
      List<Event> actual = new ArrayList<>(feed(first, inputs.subList(0, cut)));
      var second = StateCopy.into(new Prediction(PredictConfig.DEFAULT, 0, 1), first);
      actual.addAll(feed(second, inputs.subList(cut, inputs.size())));
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void graph_moreHostsThanTheLimit_keepsTheHeaviest() {
    var config = new PredictConfig(
        "10.0.0.0/8", 0.7, PredictConfig.DEFAULT.horizon(), PredictConfig.DEFAULT.halfLife(), 2, 1);
    var graph = new HostGraph();

    graph.add(
        60,
        List.of(new Edge("a", "b", 100, 1), new Edge("a", "c", 5, 1), new Edge("d", "e", 1, 1)),
        List.of(new Served("b", List.of(502))),
        config);

    assertThat(graph.neighboursOf("a")).containsOnlyKeys("b");
    assertThat(graph.neighboursOf("d")).isEmpty();
  }

  private static List<Event> run(List<Event> inputs) {
    List<Event> all = new ArrayList<>(inputs);
    all.add(progress(0, 300));
    return feed(new Prediction(PredictConfig.DEFAULT, 0, 1), all);
  }

  private static List<Event> feed(Prediction predict, List<Event> inputs) {
    var out = new RecordedOutputs(1);
    inputs.forEach(event -> predict.onEvent(event, out));
    return out.of(Topic.ATTACK_PREDICTED, 0);
  }

  private <E extends Event> List<E> written(Class<E> kind) {
    return out.all(Topic.ATTACK_PREDICTED, kind).toList();
  }

  private static Event scan(long second) {
    return Verdicts.of(second, SCANNER, AttackLabel.PROBE, "vertical-scan", PLC);
  }

  private static SiteEdges edges(long minute, Edge... edges) {
    return new SiteEdges(
        EventId.of(minute, edges[0].from()),
        SITE,
        Instant.ofEpochSecond(minute),
        "classify/0/demo",
        minute << 20,
        minute,
        List.of(edges),
        List.of(new Served(PLC, List.of(502))));
  }

  private static Progress progress(int partition, long second) {
    return new Progress(
        SITE, "classify/" + partition + '/' + SITE, second << 20, "classify", partition, second, 0);
  }
}
