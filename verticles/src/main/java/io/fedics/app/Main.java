package io.fedics.app;

import io.fedics.app.bench.BenchCommand;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.ProgramVersion;
import io.fedics.app.evaluate.EvaluateCommand;
import io.fedics.app.feed.ReplayCommand;
import io.fedics.app.feed.SimulateCommand;
import io.fedics.app.fl.FlCommand;
import io.fedics.app.models.ModelsCommand;
import io.fedics.app.offline.DetectCommand;
import io.fedics.app.privacy.DpCommand;
import io.fedics.app.privacy.LedgerCommand;
import io.fedics.app.train.TrainCommand;
import io.fedics.app.up.DashboardCommand;
import io.fedics.app.up.UpCommand;
import io.fedics.shared.error.Printable;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 success, 1 the work failed, 2 a mistake of the user, told in one sentence. */
@Command(
    name = "fedics",
    description = "Watches the networks of industrial sites and finds attacks as they happen.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
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
  @Spec
  private CommandSpec spec = CommandSpec.create();

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
  public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
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
    return ExitCode.USAGE;
  }

  static int explain(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    // Values of files stand in it, which may hold what moves the cursor of a terminal.
    command.getErr().println("fedics: " + Printable.whole(String.valueOf(failure.getMessage())));
    if (failure instanceof UsageException) {
      return ExitCode.USAGE;
    }
    if (failure instanceof StageException stage
        && stage.failure() instanceof StageFailure.Unavailable) {
      // Broker or database stayed away: where our code stood then tells nothing.
      return ExitCode.FAILED;
    }
    LoggerFactory.getLogger(Main.class).error("{} failed", command.getCommandName(), failure);
    return ExitCode.FAILED;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
