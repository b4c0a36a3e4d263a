package io.fedics.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FlowObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BenchPlanTest {
  private static final Instant NOW = Instant.parse("2026-03-05T13:14:15Z");

  private static BenchPlan of(long flows, double rate, int hosts) {
    return new BenchPlan(
        OptionalLong.of(flows), rate, 5_000, Optional.empty(), Duration.ZERO, 100_000, hosts, 1);
  }

  @Test
  void simulation_manyFlows_twoInHundredAreOfAttacks() {
    var feed = new SimulationFeed(of(200_000, 0, 2_000).simulation(NOW));
    Set<String> sources = new HashSet<>();
    FlowObserved last = feed.next();
    long flows = 1;
    while (feed.hasNext()) {
      last = feed.next();
      sources.add(last.srcIp());
      flows++;
    }
    long attacks = feed.attacks().stream().mapToLong(Attack::flows).sum();
    assertThat(flows).isEqualTo(200_000);
    assertThat((double) attacks / flows).isCloseTo(0.02, Percentage.withPercentage(15));
    assertThat(Duration.between(Instant.parse("2026-03-02T08:00:00Z"), last.observedAt())
                .toMillis()
            / 1e3)
        .isCloseTo(40, Percentage.withPercentage(15));
    assertThat(sources.stream()
            .filter(source -> source != null && source.startsWith("10."))
            .count())
        .isBetween(1_000L, 2_400L);
  }

  @Test
  void simulation_live_beginsNow() {
    SimulationPlan plan = of(1_000, 5_000, 2_000).simulation(NOW);
    assertThat(plan.start()).isEqualTo(NOW);
    assertThat(plan.rate()).isCloseTo(4_900, Percentage.withPercentage(0.01));
  }

  @Test
  void simulation_moreHostsThanASiteHas_areSeveralSites() {
    SimulationPlan plan = of(1_000, 0, 10_000).simulation(NOW);
    assertThat(plan.sites()).hasSize(2);
    assertThat(plan.devices()).hasValue(5_000);
  }

  @Test
  void expectedFlows_endedByTheClock_areRateTimesSeconds() {
    var plan = new BenchPlan(
        OptionalLong.empty(),
        5_000,
        5_000,
        Optional.of(Duration.ofSeconds(60)),
        Duration.ofSeconds(20),
        100_000,
        2_000,
        1);
    assertThat(plan.expectedFlows()).isEqualTo(300_000);
  }

  @Test
  void usualWarmup_isAThirdOfARunAtARate() {
    assertThat(BenchPlan.usualWarmup(5_000, Optional.of(Duration.ofSeconds(30))))
        .hasSeconds(10);
    assertThat(BenchPlan.usualWarmup(5_000, Optional.of(Duration.ofMinutes(10))))
        .hasSeconds(20);
    assertThat(BenchPlan.usualWarmup(0, Optional.of(Duration.ofMinutes(10)))).isZero();
  }

  @Test
  void of_warmupAsLongAsTheRun_isRefused() {
    var seconds = Optional.of(Duration.ofSeconds(9));
    assertThatThrownBy(() -> new BenchPlan(
            OptionalLong.empty(), 5_000, 5_000, seconds, Duration.ofSeconds(9), 100_000, 2_000, 1))
        .hasMessageContaining("--warmup: 9");
  }

  @Test
  void of_outOfRange_isRefusedWithNameAndValue() {
    assertThatThrownBy(() -> of(0, 0, 2_000))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--flows: 0");
    assertThatThrownBy(() -> of(1, -1, 2_000)).hasMessageContaining("--rate: -1.0");
    assertThatThrownBy(() -> of(1, Double.NaN, 2_000)).hasMessageContaining("--rate: NaN");
    assertThatThrownBy(() -> of(1, 0, 39)).hasMessageContaining("--hosts: 39");
    assertThatThrownBy(() -> of(1, 0, 60_001)).hasMessageContaining("--hosts: 60001");
  }
}
