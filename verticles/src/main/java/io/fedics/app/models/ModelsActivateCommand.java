package io.fedics.app.models;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.bundle.TriedModelsFile.Standing;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.Given;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.offline.FileFlows;
import io.fedics.detect.domain.learned.ModelComparison;
import io.fedics.fl.model.bundle.Bundle;
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
  private static final List<String> FIELDS =
      List.of("kind", "role", "name", "version", "sha256", "active", "on_trial", "sites");

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
    ModelCatalogue catalogue = ModelCatalogue.of(folder);
    Bundle wanted = catalogue.findExactly(name).bundle();
    ModelCatalogue.requireSwitchable(wanted);
    var file = new ActiveModelsFile(ModelCatalogue.models(folder));
    List<Model> ofRole = catalogue.all().stream()
        .filter(it -> it.bundle().role().equals(wanted.role()))
        .toList();
    Model now = ofRole.getFirst(); // the one asked for last
    if (!now.bundle().equals(wanted)) {
      compare(now.bundle(), wanted);
      activate(file, wanted, now, ofRole);
    } else if (force) {
      file.activate(wanted, false, file.before(wanted.role()));
    }
    report(spec.commandLine().getOut(), ModelCatalogue.of(folder).find(wanted.toString()), json);
    return ExitCode.OK;
  }

  private void activate(ActiveModelsFile file, Bundle wanted, Model now, List<Model> ofRole) {
    boolean onTrial = ShadowComparison.isPossible(wanted) && !force && normals.isEmpty();
    List<String> before = new ArrayList<>(file.before(wanted.role()));
    // One that was only tried, and is in force nowhere, is nothing to go back to.
    if (now.active()) {
      before.add(now.bundle().sha256());
    }
    Optional<Bundle> instead = ofRole.stream()
        .map(Model::bundle)
        .filter(it -> onTrial && !before.isEmpty() && it.sha256().equals(before.getLast()))
        .findFirst();
    file.activate(wanted, onTrial, before, instead);
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

  static void report(PrintWriter out, Model model, boolean json) {
    Bundle bundle = model.bundle();
    if (json) {
      JsonObject all = model.json();
      var told = new JsonObject();
      for (String field : FIELDS) {
        told.put(field, all.getValue(field));
      }
      out.println(new JsonObject().put("models", new JsonArray().add(told)).encode());
      return;
    }
    out.printf(
        "%s@%s is %s, sha256 %s%n",
        bundle.name(), bundle.version(), standing(model), bundle.sha256());
    if (!model.at(Standing.KEPT_OUT).isEmpty()) {
      out.printf(
          "to try it again: models rollback %s, then models activate %s%n", bundle.role(), bundle);
    }
  }

  private static String standing(Model model) {
    if (!model.where().isEmpty()) {
      return model.where();
    }
    return model.onTrial()
        ? "on trial: each site compares it on its own traffic and takes it where it does no worse"
        : "active";
  }
}
