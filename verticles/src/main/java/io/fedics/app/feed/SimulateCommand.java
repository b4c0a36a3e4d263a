package io.fedics.app.feed;

import io.fedics.app.cli.Count;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.Given;
import io.fedics.app.cli.ProgressBar;
import io.fedics.app.config.Configs;
import io.fedics.app.config.LogSetup;
import io.fedics.app.folder.DataOptions;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SimulationFeed;
import io.fedics.ingest.simulate.ScenarioFile;
import io.fedics.ingest.simulate.SimulationWriter;
import io.fedics.ingest.simulate.domain.Attack;
import io.fedics.ingest.simulate.domain.PlantSite;
import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a simulated plant's flows as they happen, or writes them to a file on a virtual clock. */
@Command(
    name = "simulate",
    description = "Publishes synthetic flows to a running instance, or writes them to a file.",
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
  /** A Monday morning: a file depends on the options alone, never on when it was made. */
  private static final String FILE_START = "2026-01-05T08:00:00Z";

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--rate", description = "Benign flows per second (default: 50).")
  private double rate = 50;

  @Option(names = "--flows", description = "Stop after so many flows.")
  private @Nullable Long flows;

  @Option(names = "--duration", description = "Stop after this time: 90s, 10m, 24h.")
  private String duration = "";

  @Option(names = "--seed", description = "The same seed makes the same flows (default: 1).")
  private long seed = 1;

  @Option(names = "--site", description = "Name of the simulated site (default: demo).")
  private String site = "demo";

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      description = "One of --list, several with commas, or a JSON file (default: benign).")
  private String scenario = "benign";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file, packed when it ends in .gz.")
  private @Nullable Path out;

  @Option(
      names = "--start",
      description = "With --out: time of the first flow (default: " + FILE_START + ").")
  private String start = "";

  @Option(names = "--list", description = "List the scenarios and end.")
  private boolean list;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter output = spec.commandLine().getOut();
    if (list) {
      list(output);
      return ExitCode.OK;
    }
    return out == null ? publish(output) : write(output, out);
  }

  private void list(PrintWriter output) {
    if (json) {
      var scenarios = new JsonArray();
      for (ScenarioName name : ScenarioName.values()) {
        scenarios.add(new JsonObject()
            .put("scenario", name.wireName())
            .put("label", labelOf(name).orElse(null))
            .put("summary", name.summary()));
      }
      output.println(new JsonObject().put("scenarios", scenarios).encode());
      return;
    }
    for (ScenarioName name : ScenarioName.values()) {
      output.printf(
          "%-18s %-20s %s%n",
          name.wireName(), labelOf(name).orElse("each attack's"), name.summary());
    }
  }

  /** The tour has none of its own. */
  private static Optional<String> labelOf(ScenarioName name) {
    return name == ScenarioName.TOUR
        ? Optional.empty()
        : Optional.of(name.label().wireName());
  }

  private int write(PrintWriter output, Path file) throws IOException {
    SimulationPlan plan = plan(startOfFile());
    if (plan.duration().isEmpty() && plan.flows().isEmpty()) {
      throw new UsageException("--out: a file needs an end (expected: --duration or --flows)");
    }
    Given.requireWritable("--out", file);
    Given.requireWritable("--out", SimulationWriter.truthFile(file));
    SimulationWriter.Written written = SimulationWriter.write(plan, file);
    report(output, written.flows(), written.seconds(), written.attacks());
    return ExitCode.OK;
  }

  private int publish(PrintWriter output) throws Exception {
    if (!start.isEmpty()) {
      throw new UsageException("--start: only with --out (live flows happen now)");
    }
    Map<String, String> environment = System.getenv();
    Configs configs = data.configs(environment);
    LogSetup.apply(configs.log());
    SimulationPlan plan = plan(Instant.now());
    var bar = new ProgressBar(
        spec.commandLine().getErr(),
        ProgressBar.isTerminal(),
        Clock.systemUTC(),
        "flows",
        plan.flows().orElse(0));
    var latest = new AtomicReference<>(new SimulationFeed(plan));
    long began = System.nanoTime();
    try (var run = new FeedRun(data.folder(environment), configs)) {
      long sent = run.publish(() -> {
        var feed = new SimulationFeed(plan);
        latest.set(feed);
        return feed.feed(new Pace.Live(), bar::show);
      });
      bar.end(sent);
      report(
          output,
          sent,
          (System.nanoTime() - began) / 1e9,
          Objects.requireNonNull(latest.get()).attacks());
    }
    return ExitCode.OK;
  }

  private SimulationPlan plan(Instant from) {
    try {
      return new SimulationPlan(
          seed,
          rate,
          from,
          List.of(PlantSite.main(site)),
          OptionalInt.empty(),
          ScenarioFile.read(scenario),
          length(),
          flows == null ? OptionalLong.empty() : OptionalLong.of(positive(flows)));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }

  private Optional<Duration> length() {
    if (duration.isEmpty()) {
      return Optional.empty();
    }
    Duration length =
        new Settings(Map.of("--duration", duration)).duration("--duration", Duration.ZERO);
    if (!length.isPositive()) {
      throw new UsageException("--duration: " + duration + " (expected: more than 0 s)");
    }
    return Optional.of(length);
  }

  private static long positive(long count) {
    if (count < 1) {
      throw new UsageException("--flows: " + count + " (expected: 1 or more)");
    }
    return count;
  }

  private Instant startOfFile() {
    try {
      return Instant.parse(start.isEmpty() ? FILE_START : start);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--start: " + start + " (expected: a time like " + FILE_START + ")", e);
    }
  }

  private void report(PrintWriter output, long sent, double seconds, List<Attack> attacks) {
    if (json) {
      var list = new JsonArray();
      attacks.forEach(attack -> list.add(SimulationWriter.json(attack)));
      output.println(new JsonObject()
          .put("sent", sent)
          .put("seconds", seconds)
          .put("attacks", list)
          .encode());
      return;
    }
    output.printf("%s in %,.1f s%n", Count.of(sent, "flow"), seconds);
    attacks.forEach(attack -> output.printf(
        "%s  %-18s %s → %s, %s%n",
        attack.firstFlowAt(),
        attack.scenario().wireName(),
        attack.attacker() == null ? "many" : attack.attacker(),
        Count.of(attack.victims().size(), "victim"),
        Count.of(attack.flows(), "flow")));
  }
}
