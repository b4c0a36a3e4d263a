package io.fedics.app.models;

import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.folder.DataOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One line a model; reads only. */
@Command(
    name = "list",
    description = "Lists models: kind, name and version, whether it judges, what it was made of.",
    mixinStandardHelpOptions = true)
final class ModelsListCommand implements Callable<Integer> {
  private static final String LINE = "%-9s %-24s %-7s %-8s %9s %14s %17s  %s";

  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<Model> models = ModelCatalogue.of(data.folder(System.getenv())).all();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(models).encode());
      return ExitCode.OK;
    }
    out.println(LINE.formatted(
            "ROLE",
            "MODEL",
            "ACTIVE",
            "FROM",
            "FEATURES",
            "TRAINING ROWS",
            "CALIBRATION ROWS",
            "SITES")
        .strip());
    models.forEach(it -> out.println(line(it)));
    out.flush();
    return ExitCode.OK;
  }

  private static String line(Model it) {
    String where = it.where().isEmpty() && it.onTrial() ? "no site has begun" : it.where();
    return LINE.formatted(
            it.bundle().role(),
            it.label(),
            it.active() ? "yes" : "no",
            it.shipped() ? "program" : "folder",
            it.bundle().features().size(),
            text(it.trainingRows()),
            text(it.calibrationRows()),
            where)
        .strip();
  }

  static JsonObject json(List<Model> models) {
    var all = new JsonArray();
    models.forEach(it -> all.add(it.json()));
    return new JsonObject().put("models", all);
  }

  private static String text(Optional<Long> rows) {
    return rows.map(String::valueOf).orElse("-");
  }
}
