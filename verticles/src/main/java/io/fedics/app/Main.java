package io.fedics.app;

import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 success, 1 the work failed, 2 a mistake of the user, told in one sentence. */
@Command(
    name = "fedics",
    description = "Watches the networks of industrial sites and finds attacks as they happen.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      SimulateCommand.class,
      ReplayCommand.class,
      DetectCommand.class,
      EvaluateCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      ModelsCommand.class,
      DpCommand.class,
      LedgerCommand.class,
      FlCommand.class,
      DashboardCommand.class,
    })
public final class Main implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Version of the jar; {@code development} when run from classes. */
  static final class Version implements IVersionProvider {
    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"fedics " + text()};
    }
  }

  public static void main(String[] arguments) {
    // A library of the broker brings Log4j's interface without its implementation, and that
    // complains.
    System.setProperty(
        "log4j2.loggerContextFactory",
        "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    System.exit(run(
        arguments,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
  }

  /** Runs one command and says how it ended. */
  static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  private static int refuse(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    command
        .getErr()
        .println("fedics: %s (%s --help lists what is possible)"
            .formatted(
                String.valueOf(mistake.getMessage()).replace('\n', ' '),
                command.getCommandSpec().qualifiedName()));
    return USAGE;
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    command.getErr().println("fedics: " + failure.getMessage());
    if (failure instanceof UsageException) {
      return USAGE;
    }
    LoggerFactory.getLogger(Main.class).error("{} failed", command.getCommandName(), failure);
    return FAILED;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return USAGE;
  }
}
