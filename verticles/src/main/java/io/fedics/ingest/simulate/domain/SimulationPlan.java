package io.fedics.ingest.simulate.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Everything a simulation depends on.
 *
 * @param seed the same plan makes the same flows
 * @param rate benign flows per second of all sites together, averaged over a weekday; within (0, 1,000,000]; attacks
 *     come on top
 * @param start of the virtual clock
 * @param sites the first one is attacked
 * @param devices of a site of weight 1; drawn from the rate when empty
 * @param duration flows up to {@code start + duration}; for ever when empty
 * @param flows at most so many; no limit when empty
 */
public record SimulationPlan(
    long seed,
    double rate,
    Instant start,
    List<PlantSite> sites,
    OptionalInt devices,
    Script script,
    Optional<Duration> duration,
    OptionalLong flows) {

  public SimulationPlan {
    if (!(rate > 0 && rate <= 1_000_000)) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: above 0, at most 1000000)");
    }
    if (sites.isEmpty() || sites.stream().map(PlantSite::name).distinct().count() < sites.size()) {
      throw new IllegalArgumentException(
          "sites: " + sites + " (expected: one or more, all different)");
    }
    if (devices.isPresent()
        && (devices.getAsInt() < Plant.LEAST_DEVICES || devices.getAsInt() > Plant.MOST_DEVICES)) {
      throw new IllegalArgumentException("devices: " + devices.getAsInt() + " (expected: "
          + Plant.LEAST_DEVICES + " to " + Plant.MOST_DEVICES + ")");
    }
    if (sites.size() == 1 && script.has(ScenarioName.IMPOSSIBLE_TRAVEL)) {
      sites = List.of(sites.getFirst(), sites.getFirst().companion());
    }
    sites = List.copyOf(sites);
  }

  /** Benign traffic of the site {@code demo} without an end. */
  public static SimulationPlan of(long seed, double rate, Instant start) {
    return new SimulationPlan(
        seed,
        rate,
        start,
        List.of(PlantSite.DEMO),
        OptionalInt.empty(),
        Script.benign(),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** A script with impossible travel adds a companion to a single site. */
  public SimulationPlan withScript(Script other) {
    return new SimulationPlan(seed, rate, start, sites, devices, other, duration, flows);
  }

  public SimulationPlan withSites(List<PlantSite> others) {
    return new SimulationPlan(seed, rate, start, others, devices, script, duration, flows);
  }

  public SimulationPlan withDuration(Duration length) {
    return new SimulationPlan(
        seed, rate, start, sites, devices, script, Optional.of(length), flows);
  }

  public SimulationPlan withFlows(long count) {
    return new SimulationPlan(
        seed, rate, start, sites, devices, script, duration, OptionalLong.of(count));
  }
}
