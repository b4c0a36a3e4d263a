package io.fedics.incident.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.incident.IncidentConfig;
import io.fedics.sample.Predictions;
import io.fedics.sample.Verdicts;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.SeverityLevel;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteEdges.Served;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private static final String SITE = "demo";
  private static final String SCANNER = "10.0.4.17";
  private static final String PLC = "10.0.1.5";

  private final RecordedOutputs out = new RecordedOutputs(1);
  private final Incidents incidents = new Incidents(IncidentConfig.DEFAULT, 0);

  @Test
  void forget_incidentsWithMoreToTell_tellItAndAreForgotten() {
    incidents.onEvent(served(PLC, 502), out);
    for (int s = 10; s < 20; s++) {
      incidents.onEvent(scan(s, 0.5), out);
    }
    incidents.onEvent(progress(20), out);

    assertThat(incidents.forget(SITE, 20, out)).isTrue();

    assertThat(updates()).singleElement().satisfies(last -> {
      assertThat(last.observedAt()).isEqualTo(Instant.ofEpochSecond(20));
      assertThat(last.incident().verdicts()).isEqualTo(10);
    });
    assertThat(StateCopy.keys(incidents)).isEmpty();
    incidents.onEvent(scan(30, 0.5), out);
    assertThat(raised()).hasSize(2);
  }

  @Test
  void onPredicted_manySecondsOfOneScan_raiseOneIncident() {
    for (int s = 10; s < 40; s++) {
      incidents.onEvent(scan(s, 0.5), out);
    }

    AlertRaised raised = raised().getFirst();
    assertThat(raised()).hasSize(1);
    assertThat(raised.incident().id())
        .isEqualTo(EventId.of(raised.incident().firstVerdictId(), "incident"));
    assertThat(raised.incident().attacker()).isEqualTo(SCANNER);
    assertThat(raised.incident().victims()).containsExactly(PLC);
    assertThat(updates()).isEmpty();
  }

  @Test
  void summary_scanOfAController_readsAsASentence() {
    incidents.onEvent(served(PLC, 502), out);
    incidents.onEvent(scan(70, 0.5), out);

    assertThat(raised().getFirst().incident().summary())
        .isEqualTo("10.0.4.17 probed 212 ports on 10.0.1.5 (PLC) within 10 s; usual: 2");
  }

  @Test
  void passed_countsOnly_areToldEveryThirtySecondsAndOnceMoreAtTheEnd() {
    for (int s = 10; s < 55; s++) {
      incidents.onEvent(scan(s, 0.5), out);
    }
    incidents.onEvent(progress(2_000), out);

    assertThat(updates())
        .extracting(AlertUpdated::observedAt)
        .containsExactly(Instant.ofEpochSecond(40), Instant.ofEpochSecond(70));
    assertThat(updates()).extracting(u -> u.incident().verdicts()).containsExactly(31L, 45L);
  }

  @Test
  void passed_anyJumpsOfProgress_tellTheSame() {
    List<AttackPredicted> scans = new ArrayList<>();
    for (int s = 10; s < 90; s += 4) {
      scans.add(scan(s, 0.5));
    }
    List<Event> expected = run(scans, 1);

    assertThat(run(scans, 7)).isEqualTo(expected);
    assertThat(run(scans, 50)).isEqualTo(expected);
    assertThat(expected).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void onPredicted_levelRises_isToldAtOnce() {
    incidents.onEvent(scan(10, 0.5), out);
    incidents.onEvent(scan(11, 0.75), out);

    assertThat(updates())
        .singleElement()
        .satisfies(u -> assertThat(u.incident().level()).isEqualTo(SeverityLevel.HIGH))
        .satisfies(u -> assertThat(u.incident().escalated()).isTrue());
  }

  @Test
  void onPredicted_quietLongerThanTheGap_opensANewOne() {
    incidents.onEvent(scan(10, 0.5), out);
    incidents.onEvent(scan(10 + 600, 0.5), out);
    incidents.onEvent(scan(10 + 600 + 601, 0.5), out);

    assertThat(raised()).hasSize(2);
  }

  @Test
  void onPredicted_evidenceReachesBackOverTheGap_joins() {
    incidents.onEvent(scan(10, 0.5), out);
    incidents.onEvent(progress(2_000), out);
    AttackClassified v = Verdicts.of(2_001, SCANNER, AttackLabel.PROBE, "vertical-scan", PLC);
    incidents.onEvent(
        Predictions.of(0.5, Verdicts.because(v, new Reason("distinct-ports-1h", 213, 2, 1))), out);

    assertThat(raised()).hasSize(1);
  }

  @Test
  void onPredicted_victimsView_joinsTheAttackersIncident() {
    incidents.onEvent(flood(10, PLC, "10.0.2.2", PLC), out);
    incidents.onEvent(flood(11, "10.0.4.17", "10.0.4.17", PLC), out);
    incidents.onEvent(flood(12, PLC, "10.0.2.3", PLC), out);
    incidents.onEvent(progress(100), out);

    assertThat(raised()).hasSize(1);
    IncidentSnapshot last = updates().getLast().incident();
    assertThat(last.attacker()).isEqualTo("10.0.4.17");
    assertThat(last.verdicts()).isEqualTo(3);
  }

  @Test
  void onPredicted_floodThatGrewToMany_blamesNobodyInParticular() {
    incidents.onEvent(flood(10, PLC, "203.0.113.7", PLC), out);
    incidents.onEvent(flood(11, PLC, AttackClassified.MANY, PLC), out);
    incidents.onEvent(flood(12, "203.0.113.8", "203.0.113.8", PLC), out);
    incidents.onEvent(progress(100), out);

    assertThat(raised()).hasSize(1);
    assertThat(updates().getLast().incident().attacker()).isEqualTo(AttackClassified.MANY);
    assertThat(updates().getLast().incident().verdicts()).isEqualTo(3);
  }

  @Test
  void onPredicted_lastSecondOfFlood_keepsHowManySourcesThereWere() {
    incidents.onEvent(flood(10, 5_000, 4_000), out);
    incidents.onEvent(flood(11, 5_010, 10), out);
    incidents.onEvent(progress(100), out);

    assertThat(updates().getLast().incident().reasons())
        .containsExactly(
            new Reason("flows-in-1m", 5_010, 3, 1), new Reason("distinct-sources-1s", 4_000, 0, 0));
  }

  @Test
  void onPredicted_twoFloodsFromMany_areTwoIncidents() {
    incidents.onEvent(flood(10, PLC, AttackClassified.MANY, PLC), out);
    incidents.onEvent(flood(10, "10.0.2.9", AttackClassified.MANY, "10.0.2.9"), out);

    assertThat(raised()).hasSize(2);
  }

  @Test
  void onPredicted_twoScannersOfOneHost_areTwoIncidents() {
    incidents.onEvent(scan(10, 0.5), out);
    incidents.onEvent(
        Predictions.of(0.5, Verdicts.of(11, "10.0.4.99", AttackLabel.PROBE, "vertical-scan", PLC)),
        out);

    assertThat(raised()).hasSize(2);
  }

  @Test
  void onPredicted_surgeOfAnAttacker_joinsInsteadOfRaising() {
    incidents.onEvent(scan(10, 0.5), out);
    incidents.onEvent(surge(11, SCANNER), out);
    incidents.onEvent(surge(12, PLC), out);
    incidents.onEvent(progress(100), out);

    assertThat(raised()).hasSize(1);
    IncidentSnapshot last = updates().getLast().incident();
    assertThat(last.label()).isEqualTo(AttackLabel.PROBE);
    assertThat(last.rules()).containsExactly("vertical-scan", "surge");
    assertThat(last.victims()).containsExactly(PLC);
  }

  @Test
  void onPredicted_scanBehindASurge_givesTheIncidentItsName() {
    incidents.onEvent(surge(10, SCANNER), out);
    incidents.onEvent(scan(11, 0.5), out);

    assertThat(raised()).hasSize(1);
    IncidentSnapshot named = updates().getLast().incident();
    assertThat(named.id()).isEqualTo(raised().getFirst().incident().id());
    assertThat(named.label()).isEqualTo(AttackLabel.PROBE);
    assertThat(named.summary()).contains("probed 212 ports");
  }

  @Test
  void onPredicted_noAnomaly_raisesNothing() {
    AttackClassified weak =
        Verdicts.of(10, SCANNER, SCANNER, AttackLabel.PROBE, "vertical-scan", 0.99, List.of(PLC));

    incidents.onEvent(Predictions.of(0.5, weak), out);

    assertThat(raised()).isEmpty();
  }

  @Test
  void onPredicted_victimsMultiply_isToldAtOnce() {
    incidents.onEvent(scan(10, 0.5), out);
    incidents.onEvent(
        Predictions.of(
            0.5,
            Verdicts.of(11, SCANNER, AttackLabel.PROBE, "horizontal-scan", "10.0.1.6", "10.0.1.7")),
        out);

    assertThat(updates())
        .singleElement()
        .satisfies(u -> assertThat(u.incident().victimCount()).isEqualTo(3));
  }

  @Test
  void onPredicted_impossibleTravel_isAnIncidentOfItsOwn() {
    incidents.onEvent(progress(5_000), out);
    incidents.onEvent(travel(100), out);

    assertThat(raised())
        .singleElement()
        .returns("incident/0/demo/predict/0/demo/physics-travel/0/demo", AlertRaised::source);
  }

  @Test
  void onPredicted_sameAccountTravelsBack_joins() {
    incidents.onEvent(travel(100), out);
    incidents.onEvent(travel(100 + 3_000), out);

    assertThat(raised()).hasSize(1);
    assertThat(updates()).hasSize(1);
  }

  @Test
  void raise_moreThanTheLimit_closesTheQuietest() {
    var tight =
        new Incidents(new IncidentConfig(Duration.ofMinutes(10), Duration.ofSeconds(30), 2, 2), 0);
    for (int i = 0; i < 5; i++) {
      AttackClassified verdict =
          Verdicts.of(10 + i, "10.0.4." + i, AttackLabel.PROBE, "vertical-scan", PLC);
      tight.onEvent(Predictions.of(0.5, verdict), out);
    }

    assertThat(raised()).hasSize(5);
    assertThat(tight.state().getFirst().size()).isEqualTo(2);
  }

  @Test
  void state_restoredAtAnyPoint_tellsTheSameAndNothingTwice() {
    List<Event> inputs = new ArrayList<>();
    inputs.add(served(PLC, 502));
    for (int s = 70; s < 200; s += 3) {
      inputs.add(s % 2 == 0 ? scan(s, s > 150 ? 0.8 : 0.5) : surge(s, SCANNER));
      inputs.add(progress(s));
    }
    inputs.add(progress(3_000));
    List<Event> expected = feed(new Incidents(IncidentConfig.DEFAULT, 0), inputs);
    for (int cut = 0; cut < inputs.size(); cut += 4) {
      var first = new Incidents(IncidentConfig.DEFAULT, 0);
      List<Event> actual = new ArrayList<>(feed(first, inputs.subList(0, cut)));
      var second = StateCopy.into(new Incidents(IncidentConfig.DEFAULT, 0), first);
      actual.addAll(feed(second, inputs.subList(cut, inputs.size())));
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static List<Event> run(List<AttackPredicted> predictions, int step) {
    List<Event> inputs = new ArrayList<>();
    long mark = 0;
    for (AttackPredicted predicted : predictions) {
      while (mark + step < predicted.second()) {
        mark += step;
        inputs.add(progress(mark));
      }
      inputs.add(predicted);
    }
    inputs.add(progress(3_000));
    return feed(new Incidents(IncidentConfig.DEFAULT, 0), inputs);
  }

  private static List<Event> feed(Incidents incidents, List<Event> inputs) {
    var out = new RecordedOutputs(1);
    inputs.forEach(event -> incidents.onEvent(event, out));
    return out.of(Topic.ALERTS, 0);
  }

  private List<AlertRaised> raised() {
    return out.all(Topic.ALERTS, AlertRaised.class).toList();
  }

  private List<AlertUpdated> updates() {
    return out.all(Topic.ALERTS, AlertUpdated.class).toList();
  }

  private static AttackPredicted scan(long second, double severity) {
    return Predictions.of(
        severity, Verdicts.of(second, SCANNER, AttackLabel.PROBE, "vertical-scan", PLC));
  }

  private static AttackPredicted travel(long second) {
    return Predictions.of(
        0.55,
        Verdicts.of(second, "account:eva", AttackLabel.IMPOSSIBLE_TRAVEL, "impossible-travel"));
  }

  private static AttackPredicted surge(long second, String host) {
    return Predictions.of(0.2, Verdicts.of(second, host, AttackLabel.OTHER, "surge", "10.0.9.9"));
  }

  private static AttackPredicted flood(long second, String host, String attacker, String victim) {
    return Predictions.of(
        0.6,
        Verdicts.of(second, host, attacker, AttackLabel.DOS, "flood", 0.9999, List.of(victim)));
  }

  private static AttackPredicted flood(long second, long flows, long sources) {
    AttackClassified v = Verdicts.of(
        second, PLC, AttackClassified.MANY, AttackLabel.DOS, "flood", 0.9999, List.of(PLC));
    return Predictions.of(
        0.6,
        Verdicts.because(
            v,
            new Reason("flows-in-1m", flows, 3, 1),
            new Reason("distinct-sources-1s", sources, 0, 0)));
  }

  private static SiteEdges served(String host, int port) {
    return new SiteEdges(
        EventId.of(host),
        SITE,
        Instant.EPOCH,
        "predict/0/demo",
        1,
        0,
        List.of(),
        List.of(new Served(host, List.of(port))));
  }

  private static Progress progress(long second) {
    return new Progress(SITE, "predict/0/demo", second << 20, "predict", 0, second, 0);
  }
}
