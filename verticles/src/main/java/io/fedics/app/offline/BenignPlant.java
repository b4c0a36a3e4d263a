package io.fedics.app.offline;

import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.FlowObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/** A simulated site on which nothing happens; what models are trained on where there is no data of a site. */
public final class BenignPlant {
  /** A Tuesday, so that people work. */
  private static final Instant START = Instant.parse("2026-03-03T06:00:00Z");

  private static final double RATE = 5;

  private BenignPlant() {}

  /** In order of time; equal seeds, equal flows. */
  public static Iterator<FlowObserved> flows(long seed, Duration length) {
    return new SimulationFeed(
        SimulationPlan.of(seed, RATE, START).withScript(Script.benign()).withDuration(length));
  }
}
