package io.fedics.ingest.simulate.domain;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The flows of a plan in order of {@code observed_at}, made one by one. Not thread-safe. Memory depends on the number
 * of devices, not on how long it runs.
 */
public final class Simulation implements Iterator<SimulatedFlow> {
  /** A tour that goes on for weeks forgets its oldest attacks. */
  private static final int MOST_ATTACKS = 2_000;

  private final Agenda agenda = new Agenda();
  private final ArrayDeque<SimulatedFlow> seen = new ArrayDeque<>();
  private final ArrayDeque<Campaign> campaigns = new ArrayDeque<>();
  private final long end;
  private long left;

  private Simulation(SimulationPlan plan) {
    long start = micros(plan.start());
    this.end = plan.duration().map(d -> start + d.toNanos() / 1_000).orElse(Activity.NEVER);
    this.left = plan.flows().orElse(Long.MAX_VALUE);
    List<Target> targets = startSites(plan, start);
    if (targets.size() > 1) {
      Dice travels = new Dice(plan.seed()).of("traveller");
      Traveller.start(targets.get(0), targets.get(1), start, travels);
    }
    var director =
        new Director(targets, plan.script(), start, new Dice(plan.seed()), this::remember);
    director.begin();
  }

  public static Simulation of(SimulationPlan plan) {
    return new Simulation(plan);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * Timing.SECOND + instant.getNano() / 1_000;
  }

  private List<Target> startSites(SimulationPlan plan, long start) {
    double weights = plan.sites().stream().mapToDouble(PlantSite::weight).sum();
    var targets = new ArrayList<Target>();
    for (PlantSite site : plan.sites()) {
      double rate = plan.rate() * site.weight() / weights;
      Dice dice = new Dice(plan.seed()).of(site.name());
      Plant plant =
          new Plant(site, networkOf(plan, targets.size()), sizeOf(plan, site, rate), dice);
      var wire = new Wire(site.name(), agenda, seen);
      new DailyWork(plant, dice.of("daily work")).start(rate, start, wire);
      targets.add(new Target(plant, wire, rate));
    }
    return targets;
  }

  private static int networkOf(SimulationPlan plan, int site) {
    return 1 + (new Dice(plan.seed()).below(250) + 17 * site) % 250;
  }

  private static int sizeOf(SimulationPlan plan, PlantSite site, double rate) {
    if (plan.devices().isEmpty()) {
      return Plant.sizeFor(rate);
    }
    int devices = (int) Math.round(plan.devices().getAsInt() * site.weight());
    return Math.clamp(devices, Plant.LEAST_DEVICES, Plant.MOST_DEVICES);
  }

  private void remember(Campaign campaign) {
    if (campaigns.size() == MOST_ATTACKS) {
      campaigns.remove();
    }
    campaigns.add(campaign);
  }

  @Override
  public boolean hasNext() {
    if (left == 0) {
      return false;
    }
    while (seen.isEmpty() && agenda.nextDue() < end) {
      agenda.step();
    }
    return !seen.isEmpty();
  }

  @Override
  public SimulatedFlow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    return seen.remove();
  }

  /** Ground truth of the attacks that have made a flow so far, oldest first; the newest 2,000. */
  public List<Attack> attacks() {
    return campaigns.stream().map(Campaign::truth).flatMap(Optional::stream).toList();
  }
}
