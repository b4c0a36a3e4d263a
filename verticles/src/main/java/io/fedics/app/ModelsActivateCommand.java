package io.fedics.app;

import io.fedics.app.ModelCatalogue.Model;
import io.fedics.fl.model.Bundle;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a model to use; a running instance follows within seconds, from the next epoch of each site on. */
@Command(
    name = "activate",
    description = "Puts a model to use, pinned by its SHA-256; a running instance follows.",
    mixinStandardHelpOptions = true)
final class ModelsActivateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME@VERSION", description = "As listed.")
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
    Bundle wanted =
        ModelsCardCommand.find(ModelCatalogue.of(folder).all(), name).bundle();
    ModelCatalogue.requireSwitchable(wanted);
    var file = new ActiveModelsFile(ModelCatalogue.models(folder));
    Bundle now = ModelCatalogue.of(folder).all().stream()
        .filter(it -> it.active() && it.bundle().role().equals(wanted.role()))
        .map(Model::bundle)
        .findFirst()
        .orElse(wanted);
    if (!now.equals(wanted)) {
      List<String> before = new ArrayList<>(file.before(wanted.role()));
      before.add(now.sha256());
      file.activate(wanted, before);
    }
    report(spec.commandLine().getOut(), wanted, json);
    return Main.OK;
  }

  static void report(PrintWriter out, Bundle bundle, boolean json) {
    if (json) {
      out.println(new JsonObject()
          .put(
              "models",
              new JsonArray()
                  .add(new JsonObject()
                      .put("kind", bundle.kind())
                      .put("role", bundle.role())
                      .put("name", bundle.name())
                      .put("version", bundle.version())
                      .put("sha256", bundle.sha256())
                      .put("active", true)))
          .encode());
      return;
    }
    out.printf("%s@%s is active, sha256 %s%n", bundle.name(), bundle.version(), bundle.sha256());
  }
}
