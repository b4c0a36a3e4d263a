package io.fedics.ingest.simulate;

import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.SimulatedFlow;
import io.fedics.ingest.simulate.domain.Simulation;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.EventId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a simulation to a file, one JSON object a line: a header {@code simulation/1}, then {@code flow/1} records.
 * Ground truth goes to a file of its own beside it.
 */
public final class SimulationWriter {
  private static final int BUFFER = 1 << 16;

  private SimulationWriter() {}

  /**
   * @param flows how many were written
   * @param seconds {@code observed_at} of the last one minus the plan's start, seconds; 0 when there is none
   * @param attacks ground truth, in order of beginning
   */
  public record Written(long flows, double seconds, List<Attack> attacks) {}

  /**
   * Writes everything the plan makes, so the plan must have an end.
   *
   * @param out compressed when its name ends in {@code .gz}
   * @throws IllegalArgumentException when the plan has neither a duration nor a number of flows
   */
  public static Written write(SimulationPlan plan, Path out) throws IOException {
    if (plan.duration().isEmpty() && plan.flows().isEmpty()) {
      throw new IllegalArgumentException("a file needs --duration or --flows");
    }
    Simulation simulation = Simulation.of(plan);
    Written written;
    try (OutputStream file = open(out)) {
      line(file, header(plan).toBuffer().getBytes());
      written = writeFlows(plan, simulation, file);
    }
    Files.writeString(truthFile(out), truth(simulation).encodePrettily() + "\n");
    return written;
  }

  private static OutputStream open(Path out) throws IOException {
    OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), BUFFER);
    return out.toString().endsWith(".gz")
        ? new BufferedOutputStream(new GZIPOutputStream(file, BUFFER), BUFFER)
        : file;
  }

  private static Written writeFlows(SimulationPlan plan, Simulation simulation, OutputStream file)
      throws IOException {
    String run = runId(plan);
    String source = "sim/" + run;
    var codec = new EventCodec();
    long n = 0;
    double seconds = 0;
    while (simulation.hasNext()) {
      SimulatedFlow next = simulation.next();
      line(file, codec.encode(next.flow().build(EventId.of(run, n), next.site(), source, n)));
      seconds = Duration.between(plan.start(), next.flow().observedAt()).toNanos() / 1e9;
      n++;
    }
    return new Written(n, seconds, simulation.attacks());
  }

  private static void line(OutputStream file, byte[] json) throws IOException {
    file.write(json);
    file.write('\n');
  }

  /** The same for the same plan, so that writing a plan twice makes the same file. */
  public static String runId(SimulationPlan plan) {
    return EventId.of("simulation", plan).toString();
  }

  /** Where the ground truth of a file goes. */
  public static Path truthFile(Path out) {
    return Path.of(out + ".truth.json");
  }

  static JsonObject header(SimulationPlan plan) {
    var sites = new JsonObject();
    for (PlantSite site : plan.sites()) {
      sites.put(
          site.name(),
          new JsonObject().put("latitude", site.latitude()).put("longitude", site.longitude()));
    }
    return new JsonObject()
        .put("schema", "simulation/1")
        .put("sites", sites)
        .put("seed", plan.seed())
        .put("rate", plan.rate())
        .put("start", plan.start().toString())
        .put("scenario", plan.script().name());
  }

  /** {@code {"attacks": […]}}, as in the answer of {@code simulate --json}. */
  static JsonObject truth(Simulation simulation) {
    var attacks = new JsonArray();
    simulation.attacks().forEach(attack -> attacks.add(json(attack)));
    return new JsonObject().put("schema", "truth/1").put("attacks", attacks);
  }

  /** As the contract names the fields. */
  public static JsonObject json(Attack attack) {
    return new JsonObject()
        .put("scenario", attack.scenario().wireName())
        .put("label", attack.label().wireName())
        .put("site", attack.site())
        .put("attacker", attack.attacker())
        .put("victims", new JsonArray(attack.victims()))
        .put("first_flow_at", attack.firstFlowAt().toString())
        .put("last_flow_at", attack.lastFlowAt().toString())
        .put("flows", attack.flows());
  }
}
