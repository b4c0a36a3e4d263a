package io.fedics.app.models;

import io.fedics.app.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The models that judge, and those that could. */
@Command(
    name = "models",
    description = "Models that come with the program, and those trained into a data folder.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelsListCommand.class,
      ModelsCardCommand.class,
      ModelsActivateCommand.class,
      ModelsRollbackCommand.class
    })
public final class ModelsCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
