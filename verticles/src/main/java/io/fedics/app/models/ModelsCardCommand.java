package io.fedics.app.models;

import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.folder.DataOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model is, learned from and is meant for, in words. */
@Command(
    name = "card",
    description = "Prints the card of a model: what it judges, learned from, and is not meant for.",
    mixinStandardHelpOptions = true)
final class ModelsCardCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "As listed, NAME or NAME@VERSION; of several of a name the active one.")
  private String name = "";

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Model model = ModelCatalogue.of(data.folder(System.getenv())).find(name);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ModelsListCommand.json(List.of(model)).encode());
    } else {
      out.println(model.bundle().card().strip());
    }
    return ExitCode.OK;
  }
}
