package io.fedics.app;

import io.fedics.shared.error.UsageException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Honest numbers: what is found, and what is said for nothing. */
@Command(
    name = "evaluate",
    description = "Runs a benchmark and prints its table.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin
  private DataOptions data = new DataOptions();

  @Option(
      names = "--benchmark",
      required = true,
      description = "scenarios: every attack of the simulator, and benign hours.")
  private String benchmark = "";

  @Option(
      names = "--seeds",
      paramLabel = "1,2,3",
      description = "Seeds, one run each (default: 1).")
  private String seeds = "1";

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (!benchmark.equals("scenarios")) {
      throw new UsageException("--benchmark: " + benchmark + " (expected: scenarios)");
    }
    List<Long> wanted = seedsOf(seeds);
    Map<String, String> environment = System.getenv();
    Configs configs = data.configs(environment);
    PrintWriter err = spec.commandLine().getErr();
    ScenarioBenchmark.Result result = new ScenarioBenchmark(
            configs.offline(), ScenarioBenchmark.Setup.DEFAULT, err::println)
        .run(wanted);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(result).encode());
    } else {
      print(result, out);
    }
    return Main.OK;
  }

  private static List<Long> seedsOf(String text) {
    List<Long> all = new ArrayList<>();
    for (String seed : text.split(",", -1)) {
      try {
        all.add(Long.parseLong(seed.trim()));
      } catch (NumberFormatException e) {
        throw new UsageException("--seeds: " + text + " (expected: whole numbers, as in 1,2,3)", e);
      }
    }
    return all;
  }

  private static JsonObject json(ScenarioBenchmark.Result result) {
    var models = new JsonArray();
    result
        .models()
        .forEach(model -> models.add(new JsonObject()
            .put("name", model.name())
            .put("found", json(model.found()))
            .put("label_right", json(model.labelRight()))
            .put("false_incidents_per_day", json(model.falseIncidentsPerDay()))
            .put("delay_seconds", json(model.delaySeconds()))));
    var scenarios = new JsonArray();
    result
        .scenarios()
        .forEach(scenario -> scenarios.add(new JsonObject()
            .put("name", scenario.name())
            .put("found", scenario.found())
            .put("of", scenario.of())));
    return new JsonObject()
        .put("models", models)
        .put("scenarios", scenarios)
        .put("seconds", result.seconds());
  }

  /** A figure that does not exist is null, never a default. */
  private static JsonObject json(ScenarioBenchmark.Spread spread) {
    var json = new JsonObject();
    put(json, "mean", spread.mean());
    put(json, "sd", spread.sd());
    return json;
  }

  private static void put(JsonObject json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    } else {
      json.putNull(name);
    }
  }

  private static void print(ScenarioBenchmark.Result result, PrintWriter out) {
    out.println("| scenario | found with the right label | of |");
    out.println("|---|---|---|");
    result
        .scenarios()
        .forEach(scenario ->
            out.printf("| %s | %d | %d |%n", scenario.name(), scenario.found(), scenario.of()));
    out.println();
    out.println("| detector | found | right label | false incidents a day | delay, s |");
    out.println("|---|---|---|---|---|");
    result
        .models()
        .forEach(model -> out.printf(
            Locale.ROOT,
            "| %s | %s | %s | %s | %s |%n",
            model.name(),
            text(model.found()),
            text(model.labelRight()),
            text(model.falseIncidentsPerDay()),
            text(model.delaySeconds())));
    out.printf("%n%.0f s%n", result.seconds());
  }

  private static String text(ScenarioBenchmark.Spread spread) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", spread.mean(), spread.sd());
  }
}
