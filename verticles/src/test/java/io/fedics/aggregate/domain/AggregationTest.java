package io.fedics.aggregate.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.aggregate.AggregateConfig;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostSecond;
import io.fedics.shared.event.IcsMessage;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregationTest {
  private static final String SITE = "demo";

  /** Small enough that every cut bites. */
  private static final AggregateConfig TIGHT = new AggregateConfig(Prefixes.PRIVATE, 64, 128, 3, 2);

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 64})
  void parts_anyNumberOfPartitions_addUpToTheSame(int partitions) {
    List<FlowObserved> flows = randomFlows(4_000);

    assertThat(run(flows, partitions)).isEqualTo(run(flows, 1));
  }

  @Test
  void forget_siteThatIsThrough_leavesNothingAndSaysSo() {
    var aggregation = new Aggregation(TIGHT, 0);
    var out = new RecordedOutputs(2);
    aggregation.onEvent(built(flow(10, "10.0.0.1", "10.0.0.2", 502), 1), out);
    aggregation.onEvent(progress(10), out);

    assertThat(aggregation.forget(SITE, 11, out)).isFalse();
    assertThat(aggregation.forget(SITE, 9, out)).isFalse();
    assertThat(StateCopy.keys(aggregation)).isNotEmpty();
    assertThat(aggregation.forget(SITE, 10, out)).isTrue();

    assertThat(StateCopy.keys(aggregation)).isEmpty();
    assertThat(out.all(Topic.HOST_ACTIVITY, SiteForgotten.class))
        .hasSize(2)
        .allSatisfy(gone -> assertThat(gone.lastSecond()).isEqualTo(10));
  }

  @Test
  void parts_anyOrderOfArrival_areTheSame() {
    List<FlowObserved> flows = randomFlows(1_000);
    Map<String, HostSecond> expected = run(flows, 4);

    Collections.shuffle(flows, new Random(7));

    assertThat(run(flows, 4)).isEqualTo(expected);
  }

  @Test
  void state_restoredInTheMiddle_givesTheSameParts() {
    List<FlowObserved> flows = randomFlows(600);
    var first = new Aggregation(TIGHT, 0);
    var out = new RecordedOutputs(1);
    flows.subList(0, 400).forEach(flow -> first.onEvent(flow, out));
    first.onEvent(progress(10), out);

    Aggregation second = StateCopy.into(new Aggregation(TIGHT, 0), first);

    var expected = new RecordedOutputs(1);
    var actual = new RecordedOutputs(1);
    for (FlowObserved flow : flows.subList(400, 600)) {
      first.onEvent(flow, expected);
      second.onEvent(flow, actual);
    }
    first.onEvent(progress(1_000), expected);
    second.onEvent(progress(1_000), actual);
    assertThat(actual.of(Topic.HOST_ACTIVITY, 0)).isEqualTo(expected.of(Topic.HOST_ACTIVITY, 0));
  }

  @Test
  void part_flow_countsBothEnds() {
    FlowBuilder flow = flow(10, "10.0.0.1", "10.0.0.2", 502)
        .state(FlowState.REJECTED)
        .bytesOut(100L)
        .bytesIn(7L)
        .durationMicros(20_000_000L)
        .ics(new IcsMessage("modbus", 1, 6, true, 40L, 1L, 3.0));
    Map<String, HostSecond> hosts = run(List.of(built(flow, 1)), 1);

    HostSecond client = Objects.requireNonNull(hosts.get("10|10.0.0.1"));
    RoleActivity asSource = Objects.requireNonNull(client.asSource());
    assertThat(client.asDestination()).isNull();
    assertThat(asSource.bytesSent()).isEqualTo(100);
    assertThat(asSource.bytesReceived()).isEqualTo(7);
    assertThat(asSource.failed()).isEqualTo(1);
    assertThat(asSource.longFlows()).isEqualTo(1);
    assertThat(asSource.ports().exactValues()).containsExactly("502");
    assertThat(client.icsWrites()).isEqualTo(1);
    RoleActivity asDestination =
        Objects.requireNonNull(Objects.requireNonNull(hosts.get("10|10.0.0.2")).asDestination());
    assertThat(asDestination.bytesSent()).isEqualTo(7);
    assertThat(asDestination.topPeers()).containsExactly(new PeerActivity("10.0.0.1", 1, 107, 1));
  }

  @Test
  void part_manySpoofedSources_costsTheLimitAndCountsTheRest() {
    List<FlowObserved> flows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      flows.add(built(flow(10, "203." + i / 250 + ".0." + i % 250, "10.0.0.2", 80), i));
    }

    Map<String, HostSecond> hosts = run(flows, 4);

    HostSecond others = Objects.requireNonNull(hosts.get("10|*"));
    assertThat(hosts).hasSizeLessThanOrEqualTo(128 + 2);
    assertThat(others.foldedHosts()).isEqualTo(3_000 - (hosts.size() - 2));
    assertThat(Objects.requireNonNull(others.asSource()).topPeers()).isEmpty();
    RoleActivity victim =
        Objects.requireNonNull(Objects.requireNonNull(hosts.get("10|10.0.0.2")).asDestination());
    assertThat(victim.flows()).isEqualTo(3_000);
    assertThat(victim.topPeers()).hasSize(64);
  }

  @Test
  void onEvent_lateFlow_isTakenButInNoWindow() {
    var aggregation = new Aggregation(AggregateConfig.DEFAULT, 0);
    var out = new RecordedOutputs(1);
    aggregation.onEvent(progress(20), out);

    boolean taken = aggregation.onEvent(built(flow(20, "10.0.0.1", "10.0.0.2", 1), 1), out);
    aggregation.onEvent(progress(21), out);

    assertThat(taken).isTrue();
    assertThat(aggregation.late()).isEqualTo(1);
    assertThat(out.all(Topic.HOST_ACTIVITY, HostActivityPart.class)).isEmpty();
  }

  @Test
  void onEvent_flowWithoutAddresses_isIgnored() {
    FlowBuilder flow = FlowObserved.builder("csv", Instant.ofEpochSecond(10));

    assertThat(new Aggregation(AggregateConfig.DEFAULT, 0)
            .onEvent(built(flow, 1), new RecordedOutputs(1)))
        .isFalse();
  }

  @Test
  void onEvent_progressThatJumps_closesInOrderThenPassesOn() {
    var aggregation = new Aggregation(AggregateConfig.DEFAULT, 0);
    var out = new RecordedOutputs(2);
    aggregation.onEvent(built(flow(12, "10.0.0.1", "10.0.0.2", 1), 1), out);
    aggregation.onEvent(built(flow(10, "10.0.0.1", "10.0.0.2", 1), 2), out);

    aggregation.onEvent(progress(50), out);
    aggregation.onEvent(progress(49), out);

    assertThat(out.all(Topic.HOST_ACTIVITY, HostActivityPart.class).map(HostActivityPart::seq))
        .isNotEmpty();
    for (int p = 0; p < 2; p++) {
      var events = out.of(Topic.HOST_ACTIVITY, p);
      assertThat(events).extracting(Event::seq).isSorted();
      assertThat(events.getLast()).isInstanceOfSatisfying(Progress.class, progress -> {
        assertThat(progress.completeThrough()).isEqualTo(50);
        assertThat(progress.stage()).isEqualTo("aggregate");
      });
    }
  }

  @Test
  void onEvent_detectorSet_isForwardedToAllPartitions() {
    var out = new RecordedOutputs(4);

    new Aggregation(AggregateConfig.DEFAULT, 2)
        .onEvent(new DetectorSet(SITE, "run", 5, 100, List.of("physics-flow")), out);

    assertThat(out.all(Topic.HOST_ACTIVITY, DetectorSet.class))
        .hasSize(4)
        .allSatisfy(set -> assertThat(set.source()).isEqualTo("aggregate/2/demo/run"));
  }

  private static Map<String, HostSecond> run(List<FlowObserved> flows, int partitions) {
    var out = new RecordedOutputs(partitions);
    var partitioner = new Partitioner(partitions);
    List<Aggregation> decisions = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      decisions.add(new Aggregation(TIGHT, p));
    }
    flows.forEach(
        flow -> decisions.get(partitioner.partitionOf(SITE, flow.keyHost())).onEvent(flow, out));
    decisions.forEach(decision -> decision.onEvent(progress(1_000), out));
    Map<String, HostSecond> merged = new TreeMap<>();
    out.all(Topic.HOST_ACTIVITY, HostActivityPart.class)
        .forEach(
            part -> merged.compute(part.second() + "|" + part.host(), (_, sum) -> plus(sum, part)));
    return merged;
  }

  private static HostSecond plus(@Nullable HostSecond sum, HostActivityPart part) {
    return sum == null ? HostSecond.of(part) : sum.plus(part);
  }

  private static List<FlowObserved> randomFlows(int count) {
    var random = new Random(42);
    List<FlowObserved> flows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String from = (random.nextInt(3) == 0 ? "203.0.113." : "10.0.0.") + random.nextInt(200);
      String to = (random.nextInt(3) == 0 ? "198.51.100." : "10.0.1.") + random.nextInt(20);
      FlowBuilder flow = flow(10 + random.nextInt(3), from, to, random.nextInt(200))
          .bytesOut((long) random.nextInt(1_000))
          .state(random.nextBoolean() ? FlowState.ATTEMPTED : FlowState.ESTABLISHED);
      flows.add(built(flow, i));
    }
    return flows;
  }

  private static FlowBuilder flow(long second, String from, String to, int port) {
    return FlowObserved.builder("test", Instant.ofEpochSecond(second))
        .srcIp(from)
        .dstIp(to)
        .dstPort(port)
        .protocol("tcp");
  }

  private static FlowObserved built(FlowBuilder flow, int n) {
    return flow.build(EventId.of(n), SITE, "run", n);
  }

  private static Progress progress(long second) {
    return new Progress(SITE, "ingest", second, "ingest", 0, second, 0);
  }
}
