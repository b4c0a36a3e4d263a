package io.fedics.app.bench;

import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.ProgressBar;
import io.fedics.app.config.Configs;
import io.fedics.app.config.LogSetup;
import io.fedics.app.config.SettingsSource;
import io.fedics.app.infrastructure.PostgresBinaries;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole pipeline, from the producer's acknowledgement to the rows in the database. */
@Command(
    name = "pipeline",
    description =
        "Runs broker, database and all stages in a folder of their own, feeds them, and says how fast they were.",
    mixinStandardHelpOptions = true)
final class BenchPipelineCommand implements Callable<Integer> {
  private static final long USUAL_FLOWS = 1_000_000;

  @Option(
      names = "--flows",
      description = "Stop after so many flows (default: 1000000, no limit with --seconds).")
  private @Nullable Long flows;

  @Option(
      names = "--rate",
      description = "Flows per second, as they happen; 0 for as fast as it goes (default: 0).")
  private double rate;

  @Option(
      names = "--event-rate",
      description = "Flows per second of the flows' own time when --rate is 0 (default: 5000).")
  private double eventRate = 5_000;

  @Option(names = "--seconds", description = "Stop publishing after so many seconds.")
  private @Nullable Long seconds;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      description =
          "Seconds at the start whose flows are not in the delays (default: with --rate a third of --seconds, at"
              + " most 20; else 0).")
  private @Nullable Long warmup;

  @Option(
      names = "--ahead",
      paramLabel = "FLOWS",
      description =
          "Flows that may wait for the slowest reader before no more are published (default: 100000);"
              + " more for a burst.")
  private long ahead = 100_000;

  @Option(names = "--hosts", description = "Hosts of the simulated plant (default: 2000).")
  private int hosts = 2_000;

  @Option(names = "--seed", description = "The same seed makes the same flows (default: 1).")
  private long seed = 1;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description =
          "Empty folder for broker and database; stays behind (default: a temporary one, deleted).")
  private @Nullable Path dataDir;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of docs/configuration.md; may be given several times.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "FILE.jfr",
      description =
          "Say where processor time and memory went, and write a recording of Java Flight Recorder.")
  private @Nullable Path profile;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Optional<Duration> publishing = Optional.ofNullable(seconds).map(Duration::ofSeconds);
    var plan = new BenchPlan(
        flows == null && seconds == null
            ? OptionalLong.of(USUAL_FLOWS)
            : flows == null ? OptionalLong.empty() : OptionalLong.of(flows),
        rate,
        eventRate,
        publishing,
        warmup == null ? BenchPlan.usualWarmup(rate, publishing) : Duration.ofSeconds(warmup),
        ahead,
        hosts,
        seed);
    try (BenchFolder folder = BenchFolder.of(Optional.ofNullable(dataDir))) {
      return run(plan, folder);
    }
  }

  private int run(BenchPlan plan, BenchFolder folder) throws Exception {
    Map<String, String> environment = System.getenv();
    Configs configs = configs(folder.path(), environment);
    requireRoom(plan, configs.ingest().chunk());
    LogSetup.apply(configs.log());
    PrintWriter err = spec.commandLine().getErr();
    var bar = new ProgressBar(
        err, ProgressBar.isTerminal(), Clock.systemUTC(), "flows", plan.expectedFlows());
    BenchResult result;
    try (var world = BenchWorld.start(folder, PostgresBinaries.usualCache(environment), configs);
        var moments = BenchMoments.in(folder.path().resolve("moments"))) {
      result = new PipelineBench(plan, world, moments, Optional.ofNullable(profile), bar).run();
    }
    report(result);
    if (!result.isExact()) {
      err.println("fedics: what is stored is not what was sent");
    }
    return result.isExact() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Flows are made a chunk at a time, and a chunk that waits for its own flows to be read waits for ever. */
  private static void requireRoom(BenchPlan plan, int chunk) {
    if (plan.ahead() < 2L * chunk) {
      throw new UsageException("--ahead: " + plan.ahead() + " (expected: at least " + 2L * chunk
          + ", twice ingest.chunk)");
    }
  }

  private void report(BenchResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(BenchReport.json(result).encode());
    } else {
      BenchReport.print(result, out);
    }
  }

  /** What it measures is what {@code up} starts by itself. */
  private Configs configs(Path folder, Map<String, String> environment) {
    Configs configs =
        Configs.from(new SettingsSource(Configs.keys()).read(folder, environment, assignments));
    if (!configs.broker().isEmbedded() || configs.database().external().isPresent()) {
      throw new UsageException(
          "bench pipeline: an external broker or database is set (expected: neither"
              + " kafka.bootstrap-servers nor database.url; it measures the embedded ones)");
    }
    return configs;
  }
}
