package io.fedics.app.evaluate;

import io.fedics.app.cli.JsonFigure;
import io.fedics.fl.benchmark.Result;
import io.fedics.fl.evaluate.ClassFigures;
import io.fedics.fl.evaluate.Figures;
import io.fedics.fl.evaluate.Spread;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A benchmark's result as a table for people, and as the JSON of the contract. */
final class BenchmarkReport {
  /** Columns of the table; all figures are in the JSON. */
  private static final List<String> COLUMNS = List.of(
      "accuracy",
      "f1",
      "macro_f1",
      "precision",
      "recall",
      "fpr",
      "realised_to_nominal_fpr",
      "auc",
      "average_precision");

  /** More columns where a test is judged over time. */
  private static final List<String> OVER_TIME = List.of(
      "s", "time_to_detection", "etapr_precision", "etapr_recall", "etapr_f1", "attacks_found");

  private BenchmarkReport() {}

  static JsonObject json(Result result) {
    var tests = new JsonArray();
    result.tests().forEach(test -> tests.add(json(test)));
    return new JsonObject()
        .put("tests", tests)
        .put("checklist", new JsonArray(result.notes()))
        .put("seconds", result.seconds());
  }

  private static JsonObject json(Result.Test test) {
    var models = new JsonArray();
    test.models().forEach(model -> models.add(json(model)));
    return new JsonObject()
        .put("file", test.file())
        .put("train_rows", test.trainRows())
        .put("test_rows", test.testRows())
        .put("exact_repeats", test.exactRepeats())
        .put("near_repeats", test.nearRepeats())
        .put("nominal_fpr", test.nominalFpr())
        .put("best", test.best())
        .put("models", models);
  }

  private static JsonObject json(Result.Model model) {
    var json = new JsonObject().put("name", model.name()).put("rule", model.rule());
    model.figures().forEach((name, spread) -> json.put(name, JsonFigure.of(spread)));
    if (!model.classes().isEmpty()) {
      var classes = new JsonArray();
      model.classes().forEach(one -> classes.add(json(one)));
      json.put("classes", classes);
    }
    return json;
  }

  private static JsonObject json(ClassFigures one) {
    var json = new JsonObject().put("name", one.name()).put("support", one.support());
    json.put("precision", JsonFigure.of(one.precision()));
    json.put("recall", JsonFigure.of(one.recall()));
    json.put("f1", JsonFigure.of(one.f1()));
    json.put("low", JsonFigure.of(one.low()));
    json.put("high", JsonFigure.of(one.high()));
    return json;
  }

  static void print(Result result, PrintWriter out) {
    result.notes().forEach(note -> out.println("- " + note));
    result.tests().forEach(test -> print(test, out));
    out.printf(Locale.ROOT, "%n%.0f s%n", result.seconds());
  }

  private static void print(Result.Test test, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n%s: %,d rows, fitted on %,d; %,d are in the training data, %,d nearly; chosen before: %s%n%n",
        test.file(),
        test.testRows(),
        test.trainRows(),
        test.exactRepeats(),
        test.nearRepeats(),
        test.best());
    out.println(
        "| model | rule | accuracy | F1 | macro-F1 | precision | recall | FPR | FPR/nominal | AUC |"
            + " average precision |");
    out.println("|---|---|" + "---|".repeat(COLUMNS.size()));
    test.models().forEach(model -> out.println(line(model, COLUMNS)));
    test.models().forEach(model -> printThresholds(model, out));
    printOverTime(test, out);
    test.models().stream()
        .filter(model -> !model.classes().isEmpty())
        .forEach(model -> printClasses(model, out));
  }

  private static void printThresholds(Result.Model model, PrintWriter out) {
    Spread before = model.figures().get(Figures.OLD_THRESHOLD);
    Spread after = model.figures().get(Figures.NEW_THRESHOLD);
    if (before == null || after == null) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%n%s, %s: threshold %.6f of training normals, %.6f of the records on average (means over seeds)%n",
        model.name(),
        model.rule(),
        before.mean(),
        after.mean());
  }

  private static void printOverTime(Result.Test test, PrintWriter out) {
    if (test.models().stream().noneMatch(model -> model.figures().containsKey("s"))) {
      return;
    }
    out.println();
    out.println(
        "| model | rule | S | time to detection | eTaPR precision | eTaPR recall | eTaPR F1 |"
            + " attacks found |");
    out.println("|---|---|" + "---|".repeat(OVER_TIME.size()));
    test.models().forEach(model -> out.println(line(model, OVER_TIME)));
  }

  private static String line(Result.Model model, List<String> columns) {
    var line = new StringBuilder("| " + model.name() + " | " + model.rule() + " |");
    for (String column : columns) {
      Spread spread = model.figures().get(column);
      line.append(
          spread == null || Double.isNaN(spread.mean())
              ? " – |"
              : String.format(Locale.ROOT, " %.4f ± %.4f |", spread.mean(), spread.sd()));
    }
    return line.toString();
  }

  private static void printClasses(Result.Model model, PrintWriter out) {
    out.printf("%n%s, %s, first seed:%n%n", model.name(), model.rule());
    out.println("| class | support | precision | recall | F1 | 95 % |");
    out.println("|---|---|---|---|---|---|");
    model
        .classes()
        .forEach(one -> out.printf(
            Locale.ROOT,
            "| %s | %,d | %s | %s | %s | %s to %s |%n",
            one.name(),
            one.support(),
            text(one.precision()),
            text(one.recall()),
            text(one.f1()),
            text(one.low()),
            text(one.high())));
  }

  /** A figure that does not exist is a dash, never a number. */
  private static String text(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
  }
}
