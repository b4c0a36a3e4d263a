package io.fedics.app.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.aggregate.domain.Aggregation;
import io.fedics.app.bundle.Detectors;
import io.fedics.app.config.Configs;
import io.fedics.detect.domain.learned.FlowForest;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.ingest.simulate.SimulationWriter;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.SimulatedFlow;
import io.fedics.ingest.simulate.domain.Simulation;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.Progress;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Floods that are meant to fill the memory: what they cost is set, what is folded is counted, the rest is judged. */
class FloodBoundsTest {
  private static final String SITE = PlantSite.DEMO.name();
  private static final Instant START = Instant.parse("2026-03-10T08:00:00Z");
  private static final Duration LENGTH = Duration.ofSeconds(90);
  private static final Duration BEGIN = Duration.ofSeconds(60);
  private static final int FLOWS = 20_000;
  private static final int SECONDS = 4;

  /** Hosts outside the site that anything may remember, and what may be there at most before the oldest are dropped. */
  private static final int EXTERNALS = 1_024;

  private static final Map<String, String> SMALL = Map.of(
      "aggregate.externals",
      "" + EXTERNALS,
      "detect.externals",
      "" + EXTERNALS,
      "aggregate.own-destinations",
      "64");

  private final List<FlowObserved> daily = daily();
  private final Set<String> own = new HashSet<>();
  private final OfflineTally tally = new OfflineTally();
  private final List<Decision> decisions = new ArrayList<>();
  private final Set<String> judgedInFlood = new HashSet<>();
  private final OfflineStages stages = OfflineStages.from(Configs.from(new Settings(SMALL)));
  private final OfflineLog log = new OfflineLog(1, this::see);
  private long folded;
  private long shed;
  private int mostRemembered;

  @Test
  void detect_spoofedSources_areOneFloodOfTheVictimAndBounded() {
    String victim = mostAsked();
    run(n -> flow(n, "198." + (18 + n % 2) + '.' + n / 250 + '.' + n % 250, victim, 443));

    assertThat(incident())
        .returns(AttackLabel.DOS, IncidentSnapshot::label)
        .returns(AttackClassified.MANY, IncidentSnapshot::attacker)
        .returns(List.of(victim), IncidentSnapshot::victims)
        .satisfies(it -> assertThat(it.summary()).contains("hosts flooded " + victim));
    // At most as many as are kept in each second are not folded.
    assertThat(folded).isBetween((long) FLOWS - SECONDS * EXTERNALS, (long) FLOWS);
    assertThat(shed).isGreaterThanOrEqualTo(folded);
    assertBoundedAndJudged();
  }

  @Test
  void detect_scanOfManyPortsOfManyHosts_isOneProbeByItsSourceAndBounded() {
    run(n -> flow(n, "203.0.113.66", "10.99." + n % 100 + ".1", 1 + n / 100));

    assertThat(incident())
        .returns(AttackLabel.PROBE, IncidentSnapshot::label)
        .returns("203.0.113.66", IncidentSnapshot::attacker)
        .returns(100L, IncidentSnapshot::victimCount);
    assertThat(folded).isEqualTo(SECONDS * (100 - 64));
    assertBoundedAndJudged();
  }

  private IncidentSnapshot incident() {
    List<OfflineTally.Incident> incidents = tally.result(0).incidents();
    assertThat(incidents).hasSize(1);
    return incidents.getFirst().latest();
  }

  private void assertBoundedAndJudged() {
    assertThat(mostRemembered).isBetween(1, EXTERNALS + own.size() + 128);
    assertThat(judgedInFlood).containsAll(sourcesDuringFlood());
  }

  /** One of the flood's flows. */
  private interface Attack {
    FlowObserved flow(int n);
  }

  private void run(Attack attack) {
    List<FlowObserved> flows = new ArrayList<>(daily);
    for (int n = 0; n < FLOWS; n++) {
      flows.add(attack.flow(n));
    }
    flows.sort(Comparator.comparing(FlowObserved::observedAt));
    flows.stream().map(FlowObserved::dstIp).forEach(own::add);
    daily.stream().map(FlowObserved::srcIp).forEach(own::add);
    read(Topic.NETWORK_DATA, new Aggregation(stages.aggregate(), 0));
    for (Detectors.Reader reader : stages.detectors().readers(1)) {
      Decision decision = reader.decision().apply(0);
      reader.topics().forEach(topic -> read(topic, decision));
    }
    stages.judge(log, 1);
    var bySecond = new TreeMap<Long, List<FlowObserved>>();
    flows.forEach(
        flow -> bySecond.computeIfAbsent(flow.second(), _ -> new ArrayList<>()).add(flow));
    bySecond.forEach(this::pass);
  }

  private void read(Topic topic, Decision decision) {
    decisions.add(decision);
    log.read(topic, 0, decision);
  }

  private void pass(long second, List<FlowObserved> flows) {
    flows.forEach(flow -> log.toHost(Topic.NETWORK_DATA, flow.keyHost(), flow));
    var ingest = new DerivedSource("ingest", 0);
    log.toAllPartitions(
        Topic.NETWORK_DATA,
        new Progress(
            SITE,
            ingest.of(SITE),
            DerivedSource.seq(second, DerivedSource.LAST),
            ingest.stage(),
            ingest.partition(),
            second,
            0));
    log.drain();
    decisions.forEach(decision ->
        decision.state().forEach(state -> mostRemembered = Math.max(mostRemembered, state.size())));
  }

  private void see(Topic topic, Event event) {
    tally.add(topic, event);
    switch (event) {
      case HostActivityPart part -> folded += part.foldedHosts();
      case HostsScored scored -> {
        shed += scored.source().startsWith(HostSequences.STAGE) && inFlood(scored.second())
            ? scored.shed()
            : 0;
        if (scored.source().startsWith(FlowForest.STAGE) && inFlood(scored.second())) {
          judgedInFlood.addAll(scored.hosts());
        }
      }
      default -> {} // counted by the tally
    }
  }

  private static boolean inFlood(long second) {
    long first = START.plus(BEGIN).getEpochSecond();
    return second >= first && second < first + SECONDS;
  }

  private Set<String> sourcesDuringFlood() {
    var sources = new HashSet<String>();
    daily.stream()
        .filter(flow -> inFlood(flow.second()))
        .map(FlowObserved::srcIp)
        .forEach(sources::add);
    assertThat(sources).hasSizeGreaterThan(5);
    return sources;
  }

  private String mostAsked() {
    Map<String, Integer> asked = new TreeMap<>();
    daily.forEach(flow -> asked.merge(String.valueOf(flow.dstIp()), 1, Integer::sum));
    return asked.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  private static FlowObserved flow(int n, String from, String to, int port) {
    Instant at =
        START.plus(BEGIN).plus(Duration.ofSeconds(SECONDS).multipliedBy(n).dividedBy(FLOWS));
    return FlowObserved.builder("simulator", at)
        .srcIp(from)
        .srcPort(1_024 + n)
        .dstIp(to)
        .dstPort(port)
        .protocol("tcp")
        .state(FlowState.ATTEMPTED)
        .bytesOut(60L)
        .bytesIn(0L)
        .packetsOut(1L)
        .packetsIn(0L)
        .build(EventId.of("flood", n), SITE, "flood", n);
  }

  private static List<FlowObserved> daily() {
    SimulationPlan plan = SimulationPlan.of(7, 20, START).withDuration(LENGTH);
    Simulation simulation = Simulation.of(plan);
    String run = SimulationWriter.runId(plan);
    List<FlowObserved> flows = new ArrayList<>();
    for (long n = 0; simulation.hasNext(); n++) {
      SimulatedFlow next = simulation.next();
      if (next.site().equals(SITE)) {
        flows.add(next.flow().build(EventId.of(run, n), SITE, "sim/" + run, n));
      }
    }
    return flows;
  }
}
