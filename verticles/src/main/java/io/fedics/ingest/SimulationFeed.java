package io.fedics.ingest;

import io.fedics.ingest.FeedVerticle.Feed;
import io.fedics.ingest.simulate.SimulationWriter;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.SimulatedFlow;
import io.fedics.ingest.simulate.domain.Simulation;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A simulation as a stream of flows that can be published: who each flow is, and where its sites stand. */
public final class SimulationFeed implements Iterator<FlowObserved> {
  /** Owner name of sites the simulator writes. */
  public static final String OWNER = "simulator";

  private final SimulationPlan plan;
  private final Simulation simulation;
  private final String run;
  private long n;

  public SimulationFeed(SimulationPlan plan) {
    this.plan = plan;
    this.simulation = Simulation.of(plan);
    this.run = SimulationWriter.runId(plan);
  }

  @Override
  public boolean hasNext() {
    return simulation.hasNext();
  }

  @Override
  public FlowObserved next() {
    SimulatedFlow next = simulation.next();
    FlowObserved flow = next.flow().build(EventId.of(run, n), next.site(), "sim/" + run, n);
    n++;
    return flow;
  }

  /** Ground truth so far; never part of any event. */
  public List<Attack> attacks() {
    return simulation.attacks();
  }

  /** To be published at a pace. */
  public Feed feed(Pace pace, FeedProgress progress) {
    Map<String, SiteOrigin> origins = new TreeMap<>();
    for (PlantSite site : plan.sites()) {
      boolean live = pace instanceof Pace.Live;
      origins.put(
          site.name(), new SiteOrigin(OWNER, live, null, site.latitude(), site.longitude()));
    }
    return new Feed(origins, this, pace, progress);
  }
}
