package io.fedics.detect.domain.physics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhysicsHostTest {
  private static final String SERVER = "10.0.1.5";

  /** Partitions of the flows; all activity here is of one partition of host activity. */
  private static final int PARTITIONS = 2;

  private final List<List<Event>> seconds = new ArrayList<>();

  @Test
  void forget_siteThatIsThrough_leavesNothing() {
    serve(0, 100, 3);
    var out = new RecordedOutputs(1);
    var decision = new PhysicsHost(0, PARTITIONS, PhysicsSettings.DEFAULT);
    seconds.forEach(second -> second.forEach(event -> decision.onEvent(event, out)));
    long last = Traffic.START + 99;
    assertThat(StateCopy.keys(decision)).isNotEmpty();
    assertThat(decision.forget(Traffic.SITE, last + 1, out)).isFalse();

    assertThat(decision.forget(Traffic.SITE, last, out)).isTrue();

    assertThat(StateCopy.keys(decision)).isEmpty();
  }

  @Test
  void findings_steadyServer_none() {
    serve(0, 900, 3);

    assertThat(findings()).isEmpty();
  }

  @Test
  void flood_manySources_isJudgedAtTheVictim() {
    serve(0, 600, 3);
    second(600, received(0, 200, 180, 200, false), received(1, 200, 180, 200, false));

    assertThat(anomalies("flood")).singleElement().satisfies(finding -> {
      assertThat(finding.host()).isEqualTo(SERVER);
      assertThat(finding.role()).isEqualTo(HostRole.DESTINATION);
      assertThat(finding.label()).isEqualTo(AttackLabel.DOS);
      assertThat(finding.peers()).hasSizeGreaterThan(1);
      assertThat(finding.port()).isEqualTo(502);
    });
  }

  @Test
  void flood_oneSource_namesIt() {
    serve(0, 600, 3);
    second(600, received(0, 300, 290, 1, false));

    assertThat(anomalies("flood"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.peers()).containsExactly("10.0.9.0"));
  }

  @Test
  void flood_unansweredWithoutAPast_isFound() {
    second(0, received(0, 400, 400, 1, false));

    assertThat(anomalies("flood")).hasSize(1);
  }

  @Test
  void flood_busyServerFromItsFirstSecond_isUsual() {
    serve(0, 900, 300);

    assertThat(findings()).isEmpty();
  }

  @Test
  void flood_scanOfManyPorts_isNone() {
    serve(0, 600, 3);
    second(600, received(0, 300, 290, 1, true));

    assertThat(anomalies("flood")).isEmpty();
  }

  @Test
  void flood_repliesToEverOtherPorts_isFound() {
    second(0, reflected(3_000, 458, null));

    assertThat(anomalies("flood")).singleElement().satisfies(finding -> {
      assertThat(finding.label()).isEqualTo(AttackLabel.DOS);
      assertThat(finding.port()).isNull();
      assertThat(finding.reasons())
          .extracting(Reason::feature)
          .containsExactly("flows-in-1s", "distinct-sources-1s", "bytes-in-1s");
    });
  }

  @Test
  void flood_repliesThatWereAskedFor_isNone() {
    var port = new DistinctCount();
    port.add("53");
    second(0, reflected(3_000, 458, activity(0, 2_900, 0, 0, 1, port)));

    assertThat(anomalies("flood")).isEmpty();
  }

  @Test
  void flood_emptyFlowsToEverOtherPorts_isAScan() {
    second(0, reflected(3_000, 60, null));

    assertThat(anomalies("flood")).isEmpty();
  }

  @Test
  void slowDos_manyLongConnectionsOfOneClient_isFound() {
    serve(0, 600, 3);
    for (int second = 600; second < 660; second++) {
      second(second, slow(6));
    }

    assertThat(anomalies("slow-dos")).isNotEmpty().allSatisfy(finding -> {
      assertThat(finding.label()).isEqualTo(AttackLabel.DOS);
      assertThat(finding.peers()).containsExactly("10.0.9.0");
    });
  }

  @Test
  void surge_farAboveOwnPast_isFound() {
    for (int second = 0; second < 600; second++) {
      second(second, sent(2, 2));
    }
    second(600, sent(900, 900));

    assertThat(anomalies("surge")).singleElement().satisfies(finding -> {
      assertThat(finding.label()).isEqualTo(AttackLabel.PROBE);
      assertThat(finding.reasons()).hasSizeGreaterThan(1);
    });
  }

  @Test
  void portRole_controllerStartsToCall_isFound() {
    serve(0, 600, 3);
    second(600, sent(4, 4));

    assertThat(anomalies("port-role"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.label()).isEqualTo(AttackLabel.OTHER));
  }

  @Test
  void findings_anyOrderOfParts_areTheSame() {
    serve(0, 600, 3);
    second(600, received(0, 200, 180, 200, false), received(1, 150, 180, 150, false));
    List<AnomalyDetected> expected = findings();

    seconds.forEach(second -> Collections.shuffle(second, new Random(3)));

    assertThat(findings()).isNotEmpty().isEqualTo(expected);
  }

  @Test
  void state_restoredInTheMiddle_givesTheSameFindings() {
    serve(0, 700, 3);
    second(700, received(0, 400, 380, 200, false));
    List<AnomalyDetected> expected = findings();
    var decision = new PhysicsHost(0, PARTITIONS, PhysicsSettings.DEFAULT);
    var out = new RecordedOutputs(1);
    for (int i = 0; i < seconds.size(); i++) {
      if (i % 100 == 50) {
        decision =
            StateCopy.into(new PhysicsHost(0, PARTITIONS, PhysicsSettings.DEFAULT), decision);
      }
      for (Event event : seconds.get(i)) {
        decision.onEvent(event, out);
      }
    }

    assertThat(out.all(Topic.ANOMALIES, AnomalyDetected.class)).isNotEmpty().isEqualTo(expected);
  }

  private void serve(int from, int to, int flows) {
    for (int second = from; second < to; second++) {
      second(second, received(second % PARTITIONS, flows, 0, 2, false));
    }
  }

  private void second(int second, HostActivityPart... parts) {
    List<Event> events = new ArrayList<>();
    for (HostActivityPart part : parts) {
      events.add(at(part, second));
    }
    for (int p = 0; p < PARTITIONS; p++) {
      seconds.add(events);
      events = new ArrayList<>(List.of(Traffic.progress("aggregate", p, Traffic.START + second)));
    }
    seconds.add(events);
  }

  private static HostActivityPart received(
      int partition, long flows, long failed, int peers, boolean manyPorts) {
    var ports = new DistinctCount();
    for (int i = 0; i < (manyPorts ? flows : 1); i++) {
      ports.add(Integer.toString(502 + i));
    }
    return part(partition, null, activity(partition, flows, failed, 0, peers, ports));
  }

  /** Datagrams to a port each, of which none is answered. */
  private static HostActivityPart reflected(
      long flows, long bytesPerFlow, @Nullable RoleActivity asked) {
    var ports = new DistinctCount();
    for (int i = 0; i < flows; i++) {
      ports.add(Integer.toString(1_024 + i));
    }
    var sources = new DistinctCount();
    sources.add("10.0.9.0");
    var top = List.of(new PeerActivity("10.0.9.0", flows, flows * bytesPerFlow, 0));
    return part(
        0,
        asked,
        new RoleActivity(
            flows, 0, flows * bytesPerFlow, 0, flows * 2, 0, 0, 0, sources, ports, top));
  }

  private static HostActivityPart slow(long flows) {
    var ports = new DistinctCount();
    ports.add("80");
    return part(0, null, activity(0, flows, 0, flows, 1, ports));
  }

  private static HostActivityPart sent(long flows, int peers) {
    var ports = new DistinctCount();
    ports.add("445");
    return part(0, activity(0, flows, 0, 0, peers, ports), null);
  }

  private static RoleActivity activity(
      int partition, long flows, long failed, long longFlows, int peers, DistinctCount ports) {
    var distinct = new DistinctCount();
    List<PeerActivity> top = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      String peer = "10." + partition + ".9." + i;
      distinct.add(peer);
      if (i < 8) {
        top.add(new PeerActivity(peer, flows / peers, 100, 0));
      }
    }
    return new RoleActivity(
        flows, flows * 60, flows * 60, flows, flows, failed, 0, longFlows, distinct, ports, top);
  }

  private static HostActivityPart part(
      int partition, @Nullable RoleActivity source, @Nullable RoleActivity destination) {
    return new HostActivityPart(
        EventId.of("part", partition),
        Traffic.SITE,
        Instant.EPOCH,
        "aggregate/" + partition + "/demo",
        0,
        0,
        SERVER,
        partition,
        source,
        destination,
        0,
        0,
        0);
  }

  private static HostActivityPart at(HostActivityPart part, int second) {
    return new HostActivityPart(
        EventId.of("part", second, part.inputPartition()),
        part.site(),
        Instant.ofEpochSecond(Traffic.START + second),
        part.source(),
        second,
        Traffic.START + second,
        part.host(),
        part.inputPartition(),
        part.asSource(),
        part.asDestination(),
        0,
        0,
        0);
  }

  private List<AnomalyDetected> anomalies(String rule) {
    return findings().stream()
        .filter(finding -> finding.rule().equals(rule) && finding.anomaly())
        .toList();
  }

  private List<AnomalyDetected> findings() {
    var decision = new PhysicsHost(0, PARTITIONS, PhysicsSettings.DEFAULT);
    var out = new RecordedOutputs(1);
    seconds.forEach(events -> events.forEach(event -> decision.onEvent(event, out)));
    return out.all(Topic.ANOMALIES, AnomalyDetected.class).toList();
  }
}
