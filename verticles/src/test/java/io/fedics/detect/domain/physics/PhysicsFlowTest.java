package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.detect.domain.Learning;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.IcsMessage;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Reason;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhysicsFlowTest {

  @Test
  void forget_siteThatComesBack_isAsIfNobodyHadKnownIt() {
    var out = new RecordedOutputs(1);
    var decision = new PhysicsFlow(0, PhysicsSettings.DEFAULT);
    new Traffic().ordinary(-900, 0).events(0, 1).forEach(event -> decision.onEvent(event, out));
    assertThat(decision.forget(Traffic.SITE, Traffic.START, out)).isFalse();
    assertThat(decision.forget(Traffic.SITE, Traffic.START - 1, out)).isTrue();
    assertThat(StateCopy.keys(decision)).isEmpty();

    var after = new RecordedOutputs(1);
    mixed().events(0, 1).forEach(event -> decision.onEvent(event, after));

    assertThat(after.of(Topic.ANOMALIES, 0)).isEqualTo(mixed().outputs(1).of(Topic.ANOMALIES, 0));
  }

  @Test
  void findings_ordinaryPlant_none() {
    assertThat(new Traffic().ordinary(0, 3_000).findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void findings_anyNumberOfPartitions_areTheSame(int partitions) {
    Traffic traffic = mixed();

    assertThat(traffic.findings(partitions))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source", "seq")
        .isEqualTo(traffic.findings(4));
  }

  @Test
  void findings_anyOrderWithinASecond_areTheSame() {
    Traffic traffic = mixed();
    List<AnomalyDetected> expected = traffic.findings();

    Collections.shuffle(traffic.flows, new Random(5));

    assertThat(traffic.findings()).isNotEmpty().isEqualTo(expected);
  }

  @Test
  void state_restoredInTheMiddle_givesTheSameFindings() {
    List<Event> events = mixed().events(0, 1);
    var whole = new RecordedOutputs(1);
    var decision = new PhysicsFlow(0, PhysicsSettings.DEFAULT);
    events.forEach(event -> decision.onEvent(event, whole));

    var parts = new RecordedOutputs(1);
    var current = new PhysicsFlow(0, PhysicsSettings.DEFAULT);
    for (int i = 0; i < events.size(); i++) {
      if (i % 977 == 500) {
        current = StateCopy.into(new PhysicsFlow(0, PhysicsSettings.DEFAULT), current);
      }
      current.onEvent(events.get(i), parts);
    }

    assertThat(parts.of(Topic.ANOMALIES, 0)).isEqualTo(whole.of(Topic.ANOMALIES, 0));
  }

  /** The office host browses forty addresses in turn; its bucket may remember eight. */
  @Test
  void externalPeers_moreThanABucketMayHave_areForgottenTheSameAcrossRestarts() {
    List<Event> events = mixed().events(0, 1);
    PhysicsFlow whole = rememberingFew();
    var out = new RecordedOutputs(1);
    events.forEach(event -> whole.onEvent(event, out));
    PhysicsFlow current = rememberingFew();
    for (int i = 0; i < events.size(); i++) {
      if (i % 977 == 500) {
        current = StateCopy.into(rememberingFew(), current);
      }
      current.onEvent(events.get(i), out);
    }
    assertThat(externals(whole)).hasSizeBetween(1, 16).isEqualTo(externals(current));
    var unbounded = new PhysicsFlow(0, PhysicsSettings.DEFAULT);
    events.forEach(event -> unbounded.onEvent(event, out));
    assertThat(externals(unbounded)).hasSizeGreaterThan(30);
  }

  private static PhysicsFlow rememberingFew() {
    return new PhysicsFlow(
        0, PhysicsSettings.DEFAULT, new ExternalPeers(PhysicsSettings.DEFAULT, 8));
  }

  private static List<String> externals(PhysicsFlow flow) {
    var sources = (SourceMemory) flow.state().getLast().get(Traffic.SITE + "|10.0.3.9");
    return sources == null
        ? List.of()
        : sources.peers.sequencedKeySet().stream()
            .filter(peer -> peer.startsWith("198.51.100."))
            .toList();
  }

  @Test
  void outputs_everySecond_riseInSeqAndEndWithProgress() {
    RecordedOutputs out = mixed().outputs(2);

    for (int p = 0; p < 2; p++) {
      long last = -1;
      for (Event event : out.of(Topic.ANOMALIES, p)) {
        assertThat(event.seq()).isGreaterThan(last);
        last = event.seq();
      }
      assertThat(out.of(Topic.ANOMALIES, p).getLast()).isInstanceOf(Progress.class);
    }
  }

  @Test
  void hostsScored_everySecond_nameEveryHostThatSpoke() {
    var traffic = new Traffic().ordinary(0, 1);

    List<HostsScored> scored =
        traffic.outputs(1).all(Topic.ANOMALIES, HostsScored.class).toList();

    assertThat(scored).singleElement().satisfies(record -> {
      assertThat(record.hosts()).containsExactly("10.0.2.1", "10.0.3.9");
      assertThat(record.max()).containsExactly(0.0, 0.0);
      assertThat(record.detector()).isEqualTo("physics");
    });
  }

  @Test
  void reasons_anyFinding_sumToOneAndScoresAreInRange() {
    assertThat(mixed().findings()).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.score()).isBetween(0.95, 1.0);
      assertThat(finding.reasons().stream().mapToDouble(Reason::contribution).sum())
          .isBetween(1 - 1e-9, 1 + 1e-9);
    });
  }

  @Test
  void lateFlow_behindProgress_isNotJudged() {
    var traffic = new Traffic().ordinary(0, 3);
    var decision = new PhysicsFlow(0, PhysicsSettings.DEFAULT);
    var out = new RecordedOutputs(1);
    traffic.events(0, 1).forEach(event -> decision.onEvent(event, out));
    int before = out.of(Topic.ANOMALIES, 0).size();

    FlowObserved late = traffic.flows.getFirst();
    decision.onEvent(late, out);
    decision.onEvent(progress(50), out);

    assertThat(decision.late()).isEqualTo(1);
    assertThat(out.of(Topic.ANOMALIES, 0)).hasSize(before + 1); // the progress alone
  }

  @Test
  void learning_afterAMinute_isAFifth() {
    var decision = new PhysicsFlow(0, PhysicsSettings.DEFAULT);
    new Traffic()
        .ordinary(0, 61)
        .events(0, 1)
        .forEach(event -> decision.onEvent(event, new RecordedOutputs(1)));

    assertThat(decision.learning())
        .isEqualTo(new TreeMap<>(Map.of(Traffic.SITE, new Learning(0.2, 240))));
  }

  @Test
  void verticalScan_onePortASecondFromTheFirstSecond_namesTheScanner() {
    var traffic = new Traffic();
    for (int i = 0; i < 20; i++) {
      traffic.unanswered(i, "10.8.0.69", "203.0.113.7", 999 - i);
    }

    assertThat(traffic.anomalies("vertical-scan")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.host()).isEqualTo("10.8.0.69");
      assertThat(finding.label()).isEqualTo(AttackLabel.PROBE);
      assertThat(finding.peers()).containsExactly("203.0.113.7");
    });
  }

  @Test
  void verticalScan_onePortAMinute_isFoundWithinTheHour() {
    var traffic = new Traffic().ordinary(0, 400);
    for (int i = 0; i < 45; i++) {
      traffic.refused(400 + 60 * i, "10.0.3.9", "10.0.1.1", 1_000 + i);
    }

    assertThat(traffic.anomalies("vertical-scan")).isNotEmpty();
  }

  @Test
  void verticalScan_repliesOfDiscovery_areNone() {
    var traffic = new Traffic();
    for (int i = 0; i < 200; i++) {
      traffic.add(traffic
          .flow(i, "10.0.3.5", "10.0.3.9", 33_000 + 7 * i, FlowState.ATTEMPTED)
          .protocol("udp")
          .srcPort(1_900));
    }

    assertThat(traffic.findings()).isEmpty();
  }

  @Test
  void horizontalScan_oneHostASecond_namesTheScannerAndThePort() {
    var traffic = new Traffic().ordinary(0, 400);
    for (int i = 0; i < 40; i++) {
      traffic.unanswered(400 + i, "10.0.3.9", "10.0.4." + i, 445);
    }

    assertThat(traffic.anomalies("horizontal-scan")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.host()).isEqualTo("10.0.3.9");
      assertThat(finding.port()).isEqualTo(445);
      assertThat(finding.peerCount()).isGreaterThan(10);
      assertThat(finding.peers()).hasSizeLessThanOrEqualTo(AnomalyDetected.MOST_PEERS);
    });
  }

  @Test
  void horizontalScan_controllersGoSilent_isAnOutage() {
    var traffic = new Traffic();
    for (int second = 0; second < 600; second++) {
      for (int plc = 1; plc <= 40; plc++) {
        if (second < 400) {
          traffic.talk(second, "10.0.2.1", "10.0.1." + plc, 502);
        } else {
          traffic.unanswered(second, "10.0.2.1", "10.0.1." + plc, 502);
        }
      }
    }

    assertThat(traffic.anomalies("horizontal-scan")).isEmpty();
  }

  @Test
  void bruteForce_refusedLogins_namesServerAndPort() {
    var traffic = new Traffic().ordinary(0, 400);
    for (int i = 0; i < 60; i++) {
      traffic.talk(400 + 2 * i, "10.0.3.9", "10.0.2.1", 22, 1_500, 2_200);
    }

    assertThat(traffic.anomalies("brute-force")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.label()).isEqualTo(AttackLabel.BRUTE_FORCE);
      assertThat(finding.peers()).containsExactly("10.0.2.1");
      assertThat(finding.port()).isEqualTo(22);
    });
  }

  @Test
  void bruteForce_regularCheckSinceTheBeginning_isUsual() {
    var traffic = new Traffic().ordinary(0, 4_000);
    for (int i = 0; i < 200; i++) {
      traffic.talk(20 * i, "10.0.3.8", "10.0.2.1", 22, 1_500, 2_200);
    }

    assertThat(traffic.anomalies("brute-force")).isEmpty();
  }

  @Test
  void beaconing_newExternalPeerWithJitter_isFound() {
    var traffic = new Traffic().ordinary(0, 2_000);
    var random = new Random(11);
    for (int i = 0; i < 30; i++) {
      double at = 400 + 40 * i + 8 * random.nextDouble();
      traffic.talk(at, "10.0.2.1", "203.0.113.66", 443, 250, 120);
    }

    assertThat(traffic.anomalies("beaconing")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.host()).isEqualTo("10.0.2.1");
      assertThat(finding.label()).isEqualTo(AttackLabel.COMMAND_AND_CONTROL);
    });
  }

  @Test
  void exfiltration_farAboveOwnPast_isFound() {
    var traffic = new Traffic().ordinary(0, 1_200);
    for (int i = 0; i < 20; i++) {
      traffic.talk(900 + 10 * i, "10.0.3.9", "203.0.113.66", 443, 40_000_000, 60_000);
    }

    assertThat(traffic.anomalies("exfiltration")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.peers()).first().isEqualTo("203.0.113.66");
      assertThat(finding.label()).isEqualTo(AttackLabel.EXFILTRATION);
    });
  }

  @Test
  void rogueMaster_strangerWrites_isFoundAtOnce() {
    var traffic = new Traffic().ordinary(0, 500);
    write(traffic, 450, "10.0.3.9", "10.0.1.2");

    assertThat(traffic.anomalies("rogue-master")).singleElement().satisfies(finding -> {
      assertThat(finding.second()).isEqualTo(Traffic.START + 450);
      assertThat(finding.peers()).containsExactly("10.0.1.2");
      assertThat(finding.label()).isEqualTo(AttackLabel.UNAUTHORISED_COMMAND);
    });
  }

  @Test
  void rogueMaster_knownMasterWrites_isUsual() {
    var traffic = new Traffic().ordinary(0, 600);
    for (int i = 0; i < 10; i++) {
      write(traffic, 30 * i, "10.0.2.1", "10.0.1.2");
      write(traffic, 400 + 10 * i, "10.0.2.1", "10.0.1.2");
    }

    assertThat(traffic.findings()).isEmpty();
  }

  @Test
  void lateralMovement_shellsOnNewHosts_isFound() {
    var traffic = new Traffic().ordinary(0, 900);
    for (int i = 0; i < 7; i++) {
      traffic.talk(
          500 + 45 * i, "10.0.3.9", "10.0.5." + i, i % 2 == 0 ? 3_389 : 445, 50_000, 90_000);
    }

    assertThat(traffic.anomalies("lateral-movement")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.label()).isEqualTo(AttackLabel.LATERAL_MOVEMENT);
      assertThat(finding.peers()).hasSizeGreaterThan(3);
    });
  }

  @Test
  void portRole_reservedPortsOfNewPeers_isFound() {
    var traffic = new Traffic().ordinary(0, 500);
    for (int i = 0; i < 4; i++) {
      traffic.add(traffic
          .flow(400 + i, "10.0.3.9", "10.0.5." + i, 80, FlowState.ESTABLISHED)
          .srcPort(80)
          .bytesOut(100L)
          .bytesIn(100L));
    }

    assertThat(traffic.anomalies("port-role")).isNotEmpty();
  }

  private static void write(Traffic traffic, double second, String from, String to) {
    traffic.add(traffic
        .flow(second, from, to, 502, FlowState.ESTABLISHED)
        .bytesOut(70L)
        .bytesIn(70L)
        .ics(new IcsMessage("modbus", 1, 6, true, 40L, 1L, 3.5)));
  }

  /** Ordinary traffic with several attacks in it. */
  private static Traffic mixed() {
    var traffic = new Traffic().ordinary(0, 700);
    for (int i = 0; i < 60; i++) {
      traffic.unanswered(350 + i * 0.5, "198.51.100.77", "10.0.1.1", 100 + i);
      traffic.unanswered(420 + i * 0.5, "10.0.3.9", "10.0.4." + i, 502);
      traffic.talk(450 + i, "10.0.3.9", "10.0.2.1", 22, 1_500, 2_200);
    }
    write(traffic, 600, "10.0.3.4", "10.0.1.3");
    return traffic;
  }

  private static Progress progress(long second) {
    return new Progress(
        Traffic.SITE,
        "ingest/0/" + Traffic.SITE,
        DerivedSource.seq(Traffic.START + second, DerivedSource.LAST),
        "ingest",
        0,
        Traffic.START + second,
        0);
  }
}
