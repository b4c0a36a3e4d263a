package io.fedics.ingest.simulate.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  /** A Tuesday, 09:00 local time. */
  private static final Instant START = Instant.parse("2026-03-03T08:00:00Z");

  private static final UUID ID = EventId.of("test");

  private static SimulationPlan plan(long seed, double rate) {
    return SimulationPlan.of(seed, rate, START);
  }

  private static FlowObserved observed(SimulatedFlow flow) {
    return flow.flow().build(ID, flow.site(), "test", 0);
  }

  private static int hashOf(SimulationPlan plan) {
    int hash = 1;
    Simulation simulation = Simulation.of(plan.withFlows(20_000));
    while (simulation.hasNext()) {
      hash = 31 * hash + observed(simulation.next()).toString().hashCode();
    }
    return hash;
  }

  @Test
  void next_sameSeed_makesTheSameFlows() {
    SimulationPlan tour = plan(7, 50).withScript(Script.ofNames("tour"));
    assertThat(hashOf(tour)).isEqualTo(hashOf(tour));
    assertThat(hashOf(plan(8, 50).withScript(Script.ofNames("tour")))).isNotEqualTo(hashOf(tour));
  }

  @Test
  void next_always_keepsTheOrderOfObservedAt() {
    Simulation simulation =
        Simulation.of(plan(3, 200).withScript(Script.ofNames("tour")).withFlows(50_000));
    Instant last = START;
    while (simulation.hasNext()) {
      FlowObserved flow = observed(simulation.next());
      assertThat(flow.observedAt()).isAfterOrEqualTo(last);
      assertThat(flow.startedAt()).isBeforeOrEqualTo(flow.observedAt());
      assertThat(flow.observedAt().truncatedTo(ChronoUnit.MICROS)).isEqualTo(flow.observedAt());
      last = flow.observedAt();
    }
  }

  /** A Poisson stream of 36,000 flows has a standard deviation of 0.5 %; pages come in bursts. */
  @ParameterizedTest
  @ValueSource(doubles = {2, 20, 1_000})
  void next_wholeDay_meetsTheRate(double rate) {
    double hours = Math.max(0.25, Math.min(24, 500 / rate));
    Duration length = Duration.ofSeconds(Math.round(hours * 3_600));
    long count = count(plan(5, rate).withDuration(length));
    assertThat(count / (hours * 3_600)).isCloseTo(rate, within(rate * 0.1));
  }

  private static long count(SimulationPlan plan) {
    Simulation simulation = Simulation.of(plan);
    long count = 0;
    while (simulation.hasNext()) {
      simulation.next();
      count++;
    }
    return count;
  }

  static List<ScenarioName> attacks() {
    return ScenarioName.attacks();
  }

  /** The flows an attack adds to the same daily work are those its truth tells of. */
  @ParameterizedTest
  @MethodSource("attacks")
  void attacks_eachScenario_isAsTheTruthSays(ScenarioName scenario) {
    for (long seed = 1; seed <= 3; seed++) {
      List<FlowObserved> added = new ArrayList<>();
      Attack attack = attackOn(seed, scenario, added);
      assertThat(attack.label()).isEqualTo(scenario.label());
      assertThat(attack.firstFlowAt()).isAfterOrEqualTo(START.plus(Duration.ofMinutes(5)));
      List<FlowObserved> own =
          added.stream().filter(flow -> flow.site().equals(attack.site())).toList();
      assertThat(own).hasSize((int) attack.flows());
      assertThat(own.getFirst().observedAt()).isEqualTo(attack.firstFlowAt());
      assertThat(own.getLast().observedAt()).isEqualTo(attack.lastFlowAt());
      assertThat(own.stream().map(FlowObserved::dstIp).distinct())
          .containsExactlyElementsOf(attack.victims());
      String attacker = attack.attacker();
      if (attacker != null && !attacker.startsWith("account:")) {
        assertThat(own).allMatch(flow -> attacker.equals(flow.srcIp()));
      }
    }
  }

  private static Attack attackOn(long seed, ScenarioName scenario, List<FlowObserved> added) {
    SimulationPlan benign = plan(seed, 2)
        .withSites(List.of(PlantSite.DEMO, PlantSite.DEMO_B))
        .withDuration(Duration.ofMinutes(80));
    var attack = ScriptedAttack.of(scenario, Duration.ofMinutes(5));
    Simulation daily = Simulation.of(benign);
    Simulation attacked =
        Simulation.of(benign.withScript(Script.of(scenario.wireName(), List.of(attack))));
    FlowObserved expected = observed(daily.next());
    while (attacked.hasNext()) {
      FlowObserved flow = observed(attacked.next());
      if (!flow.equals(expected)) {
        added.add(flow);
      } else if (daily.hasNext()) {
        expected = observed(daily.next());
      }
    }
    assertThat(daily.hasNext()).isFalse();
    assertThat(attacked.attacks()).hasSize(1);
    return attacked.attacks().getFirst();
  }

  @Test
  void attacks_benign_isEmpty() {
    Simulation simulation = Simulation.of(plan(1, 20).withDuration(Duration.ofHours(1)));
    while (simulation.hasNext()) {
      simulation.next();
    }
    assertThat(simulation.attacks()).isEmpty();
  }

  @Test
  void attacks_tour_takesAllInTurnAndTheFirstSoon() {
    Simulation simulation = Simulation.of(
        plan(11, 5).withScript(Script.ofNames("tour")).withDuration(Duration.ofHours(2)));
    while (simulation.hasNext()) {
      simulation.next();
    }
    List<Attack> attacks = simulation.attacks();
    assertThat(attacks.stream().limit(12).map(Attack::scenario))
        .containsExactlyElementsOf(ScenarioName.attacks());
    assertThat(Duration.between(START, attacks.getFirst().firstFlowAt()))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
  }

  @Test
  void next_dayAndNight_differForPeople() {
    assertThat(webFlows("2026-03-03T09:00:00Z"))
        .isGreaterThan(5 * webFlows("2026-03-03T01:00:00Z"));
    assertThat(webFlows("2026-03-03T09:00:00Z"))
        .isGreaterThan(3 * webFlows("2026-03-07T09:00:00Z"));
  }

  private static long webFlows(String start) {
    Simulation simulation = Simulation.of(
        SimulationPlan.of(2, 30, Instant.parse(start)).withDuration(Duration.ofHours(1)));
    long web = 0;
    while (simulation.hasNext()) {
      FlowObserved flow = observed(simulation.next());
      web += "ssl".equals(flow.service()) && !"10".equals(firstOctet(flow.dstIp())) ? 1 : 0;
    }
    return web;
  }

  private static String firstOctet(@Nullable String address) {
    return address == null ? "" : address.substring(0, address.indexOf('.'));
  }

  /** Processor time, so that busy neighbours do not matter. */
  @Test
  void next_wholeDay_isFastAndKeepsTheHostList() {
    var threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    Simulation simulation = Simulation.of(plan(4, 5).withDuration(Duration.ofDays(1)));
    Set<String> own = new HashSet<>();
    while (simulation.hasNext()) {
      FlowObserved flow = observed(simulation.next());
      if (flow.srcIp() != null && flow.srcIp().startsWith("10.")) {
        own.add(flow.srcIp());
      }
    }
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - began))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(own).hasSizeBetween(30, 60);
  }

  @Test
  void of_givenParameters_areUsed() {
    var attack = new ScriptedAttack(
        ScenarioName.VERTICAL_SCAN,
        Duration.ofSeconds(10),
        Optional.of(Duration.ofSeconds(20)),
        Map.of("attacker", "203.0.113.9", "rate", "3"));
    Simulation simulation = Simulation.of(plan(1, 5)
        .withScript(Script.of("file", List.of(attack)))
        .withDuration(Duration.ofMinutes(2)));
    while (simulation.hasNext()) {
      simulation.next();
    }
    Attack truth = simulation.attacks().getFirst();
    assertThat(truth.attacker()).isEqualTo("203.0.113.9");
    assertThat(truth.flows()).isEqualTo(60);
    assertThat(Duration.between(truth.firstFlowAt(), truth.lastFlowAt()).toSeconds())
        .isBetween(16L, 24L);
  }

  @Test
  void of_unknownParameter_isRefused() {
    var attack = new ScriptedAttack(
        ScenarioName.SYN_FLOOD, Duration.ZERO, Optional.empty(), Map.of("speed", "3"));
    SimulationPlan plan = plan(1, 5).withScript(Script.of("file", List.of(attack)));
    assertThatThrownBy(() -> Simulation.of(plan))
        .hasMessage("scenario syn-flood has no parameter speed");
  }

  @Test
  void plan_badRate_isRefused() {
    assertThatThrownBy(() -> plan(1, Double.NaN)).hasMessageStartingWith("rate: NaN (expected:");
  }
}
