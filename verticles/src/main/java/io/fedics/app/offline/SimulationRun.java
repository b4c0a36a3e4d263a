package io.fedics.app.offline;

import io.fedics.ingest.simulate.SimulationWriter;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.SimulatedFlow;
import io.fedics.ingest.simulate.domain.Simulation;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.EventId;
import java.util.List;

/** A simulation through the offline pipeline: what was decided, beside what was true. */
public final class SimulationRun {
  private SimulationRun() {}

  /**
   * @param attacks ground truth, in order of beginning
   */
  public record Outcome(OfflineResult result, List<Attack> attacks) {}

  /**
   * @param plan with an end
   * @param offline fresh; knows no locations yet
   */
  public static Outcome of(SimulationPlan plan, Offline offline) {
    Simulation simulation = Simulation.of(plan);
    plan.sites().forEach(site -> offline.locate(site.name(), site.latitude(), site.longitude()));
    String run = SimulationWriter.runId(plan);
    String source = "sim/" + run;
    for (long n = 0; simulation.hasNext(); n++) {
      SimulatedFlow next = simulation.next();
      offline.accept(next.flow().build(EventId.of(run, n), next.site(), source, n));
    }
    return new Outcome(offline.finish(), simulation.attacks());
  }
}
