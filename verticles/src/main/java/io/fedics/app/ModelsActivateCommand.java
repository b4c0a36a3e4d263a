package io.fedics.app;

import io.fedics.app.ModelCatalogue.Model;
import io.fedics.fl.model.Bundle;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--normals",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Of iforest and lstm: flows of the site, presumed normal. A model that alarms more"
              + " often on the later half of them than the one in use, or repeats it worse, is refused"
              + " (default: nothing is compared).")
  private List<Path> normals = List.of();

  @Option(
      names = "--force",
      description = "Activate it although the one in use does better on normal flows.")
  private boolean force;

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
      compare(now, wanted);
      List<String> before = new ArrayList<>(file.before(wanted.role()));
      before.add(now.sha256());
      file.activate(wanted, before);
    }
    report(spec.commandLine().getOut(), wanted, json);
    return Main.OK;
  }

  /**
   * @throws UsageException when the one in use stays
   */
  private void compare(Bundle now, Bundle wanted) {
    if (!ShadowComparison.isPossible(wanted)) {
      if (!normals.isEmpty()) {
        throw new UsageException(
            "--normals: %s (expected: only of iforest and lstm, others do not learn what is normal)"
                .formatted(normals.getFirst()));
      }
      return;
    }
    PrintWriter err = spec.commandLine().getErr();
    if (normals.isEmpty()) {
      if (wanted.has("run")) {
        err.printf("%s was trained elsewhere and is not compared: --normals does it%n", wanted);
      }
      return;
    }
    ShadowComparison.Result result = new ShadowComparison(data.configs(System.getenv()))
        .compare(now, wanted, FileFlows.all(normals, "auto", err));
    err.printf("%s: %s%n%s, in use: %s%n", wanted, result.wanted(), now, result.now());
    Optional<String> worse = force ? Optional.empty() : result.worse();
    worse.ifPresent(why -> {
      throw new UsageException(
          "NAME: %s: %s than %s on %d later normal records of %s (expected: no worse; --force activates it all the same)"
              .formatted(wanted, why, now, result.records(), normals));
    });
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
