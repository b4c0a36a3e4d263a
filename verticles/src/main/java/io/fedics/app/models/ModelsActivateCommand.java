package io.fedics.app.models;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.Given;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.offline.FileFlows;
import io.fedics.detect.domain.learned.ModelComparison;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.ingest.ActiveModels.Wanted;
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

/**
 * Puts a model to use; a running instance follows within seconds, from the next epoch of each site on. A detector that was
 * not compared here is compared by each site before it judges there.
 */
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
              + " often on the later half of them than the one in use, or repeats it worse, is refused;"
              + " else it is used at once (default: each site tries it on its own traffic first).")
  private List<Path> normals = List.of();

  @Option(
      names = "--force",
      description = "Activate it at once, although the one in use may do better on normal flows.")
  private boolean force;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path folder = data.folder(System.getenv());
    Bundle wanted = ModelCatalogue.of(folder).find(name).bundle();
    ModelCatalogue.requireSwitchable(wanted);
    var file = new ActiveModelsFile(ModelCatalogue.models(folder));
    Bundle now = ModelCatalogue.of(folder).all().stream()
        .filter(it -> it.active() && it.bundle().role().equals(wanted.role()))
        .map(Model::bundle)
        .findFirst()
        .orElse(wanted);
    boolean onTrial = ShadowComparison.isPossible(wanted) && !force && normals.isEmpty();
    if (!now.equals(wanted)) {
      compare(now, wanted);
      List<String> before = new ArrayList<>(file.before(wanted.role()));
      before.add(now.sha256());
      file.activate(wanted, onTrial, before);
    } else if (force) {
      file.activate(wanted, false, file.before(wanted.role()));
    } else {
      Wanted asked = file.byDetector().get(wanted.role());
      onTrial = asked != null && asked.onTrial();
    }
    report(spec.commandLine().getOut(), wanted, onTrial, json);
    return ExitCode.OK;
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
      return;
    }
    Given.requireReadable("--normals", normals);
    ModelComparison result = new ShadowComparison(data.configs(System.getenv()))
        .compare(now, wanted, FileFlows.all(normals, "auto", err));
    err.printf("%s: %s%n%s, in use: %s%n", wanted, result.wanted(), now, result.now());
    Optional<String> worse = force ? Optional.empty() : result.worse();
    worse.ifPresent(why -> {
      throw new UsageException(
          "NAME: %s: %s than %s on %d later normal records of %s (expected: no worse; --force activates it all the same)"
              .formatted(wanted, why, now, result.records(), normals));
    });
  }

  static void report(PrintWriter out, Bundle bundle, boolean onTrial, boolean json) {
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
                      .put("active", true)
                      .put("on_trial", onTrial)))
          .encode());
      return;
    }
    out.printf(
        "%s@%s is %s, sha256 %s%n",
        bundle.name(),
        bundle.version(),
        onTrial
            ? "on trial: each site compares it on its own traffic and takes it where it does no worse"
            : "active",
        bundle.sha256());
  }
}
