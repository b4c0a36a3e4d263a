package io.fedics.app.evaluate;

import io.fedics.app.cli.JsonFigure;
import io.fedics.fl.evaluate.Spread;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints what a {@link ScenarioBenchmark} found: two tables for people, or one object. */
final class ScenarioReport {
  private ScenarioReport() {}

  static JsonObject json(ScenarioBenchmark.Result result) {
    var models = new JsonArray();
    result
        .models()
        .forEach(model -> models.add(new JsonObject()
            .put("name", model.name())
            .put("found", JsonFigure.of(model.found()))
            .put("label_right", JsonFigure.of(model.labelRight()))
            .put("false_incidents_per_day", JsonFigure.of(model.falseIncidentsPerDay()))
            .put("delay_seconds", JsonFigure.of(model.delaySeconds()))));
    var scenarios = new JsonArray();
    result.scenarios().forEach(scenario -> scenarios.add(json(result, scenario)));
    return new JsonObject()
        .put("models", models)
        .put("scenarios", scenarios)
        .put("seconds", result.seconds());
  }

  private static JsonObject json(
      ScenarioBenchmark.Result result, ScenarioBenchmark.Scenario scenario) {
    var foundBy = new JsonObject();
    for (int model = 0; model < result.models().size(); model++) {
      foundBy.put(result.models().get(model).name(), scenario.foundBy().get(model));
    }
    return new JsonObject()
        .put("name", scenario.name())
        .put("found", scenario.found())
        .put("of", scenario.of())
        .put("found_by", foundBy);
  }

  static void print(ScenarioBenchmark.Result result, PrintWriter out) {
    String models = result.models().stream()
        .map(ScenarioBenchmark.Model::name)
        .collect(Collectors.joining(" | "));
    out.printf("| scenario | with the right label | of | found by: %s |%n", models);
    out.println("|---|---|---|" + "---|".repeat(result.models().size()));
    result
        .scenarios()
        .forEach(scenario -> out.printf(
            "| %s | %d | %d | %s |%n",
            scenario.name(),
            scenario.found(),
            scenario.of(),
            scenario.foundBy().stream().map(String::valueOf).collect(Collectors.joining(" | "))));
    out.println();
    out.println("| detectors | found | right label | false incidents a day | delay, s |");
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
    out.printf(Locale.ROOT, "%n%.0f s%n", result.seconds());
  }

  private static String text(Spread spread) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", spread.mean(), spread.sd());
  }
}
