package io.fedics.app.fl;

import io.fedics.app.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with federated training. */
@Command(
    name = "fl",
    description = "Federated training: sites train one model and keep their traffic.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FlServerCommand.class,
      FlAggregateCommand.class,
      FlSimulateCommand.class,
      FlClientCommand.class
    })
public final class FlCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
