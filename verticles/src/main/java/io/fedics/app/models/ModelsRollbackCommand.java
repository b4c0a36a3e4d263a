package io.fedics.app.models;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.folder.DataOptions;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.error.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes back to the model that was active before, of several to the newest that this program can read. */
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
    PrintWriter err = spec.commandLine().getErr();
    Bundle last = newestUsable(catalogue, before, err);
    file.activate(last, false, before);
    err.flush();
    ModelsActivateCommand.report(
        spec.commandLine().getOut(), ModelCatalogue.of(folder).find(last.toString()), json);
    return ExitCode.OK;
  }

  /**
   * What is to judge again: the newest that this program can read, else what comes with it. Says what was passed over and
   * why.
   *
   * @param before hashes, newest last; those behind what is returned are left
   */
  private Bundle newestUsable(ModelCatalogue catalogue, List<String> before, PrintWriter err) {
    Optional<UsageException> passedOver = Optional.empty();
    while (!before.isEmpty()) {
      try {
        return catalogue.requireUsable(name, before.removeLast());
      } catch (UsageException e) {
        err.println(e.getMessage() + "; it is passed over");
        passedOver = Optional.of(e);
      }
    }
    UsageException why = passedOver.orElseThrow();
    Bundle shipped = catalogue.shipped(name).orElseThrow(() -> why);
    err.println("no model that was active before can be used: back to " + shipped
        + ", which comes with the program");
    return shipped;
  }
}
