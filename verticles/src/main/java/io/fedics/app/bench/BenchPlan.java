package io.fedics.app.bench;

import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.error.UsageException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code bench pipeline} publishes.
 *
 * @param flows at most so many; empty when {@code seconds} ends it
 * @param rate flows per second of the wall clock, which is the flows' own time then; 0 for as fast as it goes
 * @param eventRate flows per second of the flows' own time when {@code rate} is 0
 * @param seconds of publishing, wall clock; empty when {@code flows} ends it
 * @param warmup from the start, whose flows are not in the latencies: until then most of the program is interpreted
 * @param ahead flows published and not yet handled by the slowest reader, at most
 * @param hosts devices of all sites together, 40 to 60,000; a site has at most 6,000
 */
record BenchPlan(
    OptionalLong flows,
    double rate,
    double eventRate,
    Optional<Duration> seconds,
    Duration warmup,
    long ahead,
    int hosts,
    long seed) {
  private static final double MOST_PER_SECOND = 1_000_000;
  private static final int LEAST_HOSTS = 40;
  private static final int MOST_HOSTS = 60_000;
  private static final int MOST_HOSTS_OF_SITE = 6_000;
  private static final double ATTACK_SHARE = 0.02;
  private static final int ATTACK_SECONDS = 20;
  private static final int MORNING = 8;
  private static final Duration MOST_WARMUP = Duration.ofSeconds(20);

  /** Attacks whose pace can be given, one after the other. */
  private static final List<ScenarioName> ATTACKS = List.of(
      ScenarioName.VERTICAL_SCAN,
      ScenarioName.SYN_FLOOD,
      ScenarioName.HORIZONTAL_SCAN,
      ScenarioName.BRUTE_FORCE,
      ScenarioName.DISTRIBUTED_FLOOD);

  BenchPlan {
    if (flows.isPresent() && flows.getAsLong() < 1) {
      throw new UsageException("--flows: " + flows.getAsLong() + " (expected: 1 or more)");
    }
    if (flows.isEmpty() && seconds.isEmpty()) {
      throw new IllegalArgumentException("flows and seconds: neither is given");
    }
    if (!(rate >= 0 && rate <= MOST_PER_SECOND)) {
      throw new UsageException("--rate: " + rate
          + " (expected: 0 for as fast as it goes, or flows per second up to 1000000)");
    }
    if (!(eventRate > 0 && eventRate <= MOST_PER_SECOND)) {
      throw new UsageException(
          "--event-rate: " + eventRate + " (expected: above 0, at most 1000000)");
    }
    if (seconds.isPresent() && !seconds.get().isPositive()) {
      throw new UsageException(
          "--seconds: " + seconds.get().toSeconds() + " (expected: 1 or more)");
    }
    if (warmup.isNegative() || seconds.isPresent() && warmup.compareTo(seconds.get()) >= 0) {
      throw new UsageException("--warmup: " + warmup.toSeconds()
          + " (expected: seconds, 0 or more, and fewer than --seconds)");
    }
    if (ahead < 1) {
      throw new UsageException("--ahead: " + ahead + " (expected: 1 or more)");
    }
    if (hosts < LEAST_HOSTS || hosts > MOST_HOSTS) {
      throw new UsageException(
          "--hosts: " + hosts + " (expected: " + LEAST_HOSTS + " to " + MOST_HOSTS + ")");
    }
  }

  /**
   * Unless it is said otherwise: a third of a run at a given rate, at most 20 s; as fast as it goes, delays are those of a
   * queue anyway.
   */
  static Duration usualWarmup(double rate, Optional<Duration> seconds) {
    if (rate == 0 || seconds.isEmpty()) {
      return Duration.ZERO;
    }
    Duration third = seconds.get().dividedBy(3);
    return third.compareTo(MOST_WARMUP) < 0 ? third : MOST_WARMUP;
  }

  boolean isLive() {
    return rate > 0;
  }

  /** Flows per second of their own time. */
  double density() {
    return isLive() ? rate : eventRate;
  }

  /** How many there will be; 0 when the wall clock decides. */
  long expectedFlows() {
    long most = flows.orElse(Long.MAX_VALUE);
    if (!isLive() || seconds.isEmpty()) {
      return flows.orElse(0);
    }
    return Math.min(most, (long) (rate * seconds.get().toMillis() / 1_000));
  }

  /**
   * The plant and its attacks.
   *
   * @param now of the wall clock; a run that is not live takes place in the morning of a Monday before it, always at the
   *     same hour, because people work by the hour
   */
  SimulationPlan simulation(Instant now) {
    int count = Math.ceilDiv(hosts, MOST_HOSTS_OF_SITE);
    return new SimulationPlan(
        seed,
        density() * (1 - ATTACK_SHARE),
        isLive() ? now : mondayBefore(now),
        sites(count),
        OptionalInt.of(hosts / count),
        Script.of("bench", attacks()),
        Optional.empty(),
        flows);
  }

  private static Instant mondayBefore(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC)
        .minusDays(1)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        .atTime(MORNING, 0)
        .toInstant(ZoneOffset.UTC);
  }

  private static List<PlantSite> sites(int count) {
    List<PlantSite> sites = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      sites.add(PlantSite.main(n == 1 ? "bench" : "bench-" + n));
    }
    return sites;
  }

  /** Without a pause, each at the pace that makes the share. */
  private List<ScriptedAttack> attacks() {
    double pace = density() * ATTACK_SHARE;
    List<ScriptedAttack> attacks = new ArrayList<>();
    for (long turn = 0; turn * ATTACK_SECONDS < eventSeconds(); turn++) {
      attacks.add(new ScriptedAttack(
          ATTACKS.get((int) (turn % ATTACKS.size())),
          Duration.ofSeconds(turn * ATTACK_SECONDS),
          Optional.of(Duration.ofSeconds(ATTACK_SECONDS)),
          Map.of("rate", Double.toString(pace))));
    }
    return attacks;
  }

  /** Flows' own time that may pass; a run that the wall clock ends passes at most ten times as much. */
  private double eventSeconds() {
    double bySeconds =
        seconds.map(it -> it.toMillis() / 1_000.0 * (isLive() ? 1 : 10)).orElse(Double.MAX_VALUE);
    double byFlows = flows.isPresent() ? flows.getAsLong() / density() : Double.MAX_VALUE;
    return Math.min(bySeconds, byFlows);
  }
}
