package io.fedics.app.models;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.folder.DataOptions;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes back to the model that was active before. */
@Command(
    name = "rollback",
    description = "Goes back to the model that was active before.",
    mixinStandardHelpOptions = true)
final class ModelsRollbackCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "iforest, lstm, verdict, threat, forest or attack.")
  private String name = "";

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path folder = data.folder(System.getenv());
    ModelCatalogue catalogue = ModelCatalogue.of(folder);
    catalogue.requireRole(name);
    var file = new ActiveModelsFile(ModelCatalogue.models(folder));
    List<String> before = file.before(name);
    if (before.isEmpty()) {
      throw new UsageException(
          "NAME: " + name + " (expected: a model another one was active before)");
    }
    Bundle last = catalogue.all().stream()
        .map(Model::bundle)
        .filter(it -> it.sha256().equals(before.getLast()))
        .findFirst()
        .orElseThrow(() -> new UsageException("NAME: " + name
            + catalogue
                .fault(before.getLast())
                .map(why -> ": " + why)
                .orElse(" (expected: the file of " + before.getLast() + " in the folder)")));
    file.activate(last, false, before.subList(0, before.size() - 1));
    ModelsActivateCommand.report(
        spec.commandLine().getOut(), ModelCatalogue.of(folder).find(last.toString()), json);
    return ExitCode.OK;
  }
}
