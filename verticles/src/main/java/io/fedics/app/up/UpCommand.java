package io.fedics.app.up;

import com.sun.management.UnixOperatingSystemMXBean;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.config.Configs;
import io.fedics.app.config.LogSetup;
import io.fedics.app.config.StageName;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.folder.KeptPorts;
import io.fedics.app.infrastructure.PostgresBinaries;
import io.fedics.ingest.SimulateMode;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything and runs until it is told to stop. */
@Command(
    name = "up",
    description = "Starts the broker, the database and all stages; Ctrl-C stops them.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  private static final long LEAST_OPEN_FILES = 1_024;

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description =
          "Port of the console and the API, or of health and counters alone without the stage"
              + " present; 0 takes any (default: 8080).")
  private int httpPort = 8080;

  @Option(
      names = "--host",
      description =
          "Address to listen on; other than loopback needs TLS and accounts (default: 127.0.0.1).")
  private String host = "127.0.0.1";

  @Option(
      names = "--stages",
      paramLabel = "A,B",
      description =
          "Run only these stages here: ingest, aggregate, detect, classify, predict, incident,"
              + " federate, persist, present.")
  private @Nullable String stages;

  @Option(
      names = "--simulate",
      paramLabel = "RATE|off",
      description =
          "Synthetic flows per second at site demo (default: 50 until a real source has written).")
  private String simulate = "";

  @Option(
      names = "--cluster",
      description = "Share the event bus with other processes; settings cluster.*.")
  private boolean cluster;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    requireLoopback(host);
    requireOpenFiles();
    Set<StageName> names = stages == null ? EnumSet.allOf(StageName.class) : stagesOf(stages);
    SimulateMode simulation = SimulateMode.of(simulate);
    Configs configs = data.configs(environment);
    LogSetup.apply(configs.log());
    try (DataFolder folder = DataFolder.open(data.folder(environment))) {
      int port = KeptPorts.of(folder.file("ports")).choose("http", "--http-port", httpPort);
      var up = new UpApplication(
          folder,
          PostgresBinaries.usualCache(environment),
          configs,
          new UpOptions(port, names, simulation, cluster));
      up.start();
      announce(up, spec.commandLine().getOut());
      up.awaitStop();
      return ExitCode.OK;
    }
  }

  private static void announce(UpApplication up, PrintWriter out) {
    long millis = UpApplication.millisSinceStart();
    if (up.hasConsole()) {
      out.println("fedics ready at " + up.url() + " in " + millis + " ms");
      out.println("sign in once at " + up.signInLink());
    } else {
      out.println("fedics ready without a console in " + millis + " ms, health and counters at "
          + up.url());
    }
  }

  private static void requireLoopback(String host) {
    if (!Set.of("127.0.0.1", "localhost").contains(host)) {
      throw new UsageException(
          "--host: " + host + " (expected: 127.0.0.1; other addresses need TLS and accounts)");
    }
  }

  /** Broker and connections hold some 400; where there are too few the broker ends in the middle of its work. */
  private static void requireOpenFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < LEAST_OPEN_FILES) {
      throw new UsageException(
          "open files: at most %d may be open (expected: at least %d; ulimit -n)"
              .formatted(system.getMaxFileDescriptorCount(), LEAST_OPEN_FILES));
    }
  }

  public static Set<StageName> stagesOf(String text) {
    Map<String, StageName> byLabel = Arrays.stream(StageName.values())
        .collect(Collectors.toMap(StageName::label, stage -> stage));
    var chosen = EnumSet.noneOf(StageName.class);
    for (String label : text.split(",", -1)) {
      StageName stage = byLabel.get(label.trim());
      if (stage == null) {
        throw new UsageException("--stages: "
            + (label.isBlank() ? "nothing" : label)
            + " (expected: some of "
            + Arrays.stream(StageName.values())
                .map(StageName::label)
                .collect(Collectors.joining(", "))
            + ")");
      }
      chosen.add(stage);
    }
    return chosen;
  }
}
