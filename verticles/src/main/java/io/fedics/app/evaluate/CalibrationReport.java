package io.fedics.app.evaluate;

import io.fedics.app.cli.JsonFigure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what a {@link CalibrationBenchmark} counted: a table for people, or one object. */
final class CalibrationReport {
  private CalibrationReport() {}

  static JsonObject json(CalibrationBenchmark.Result result) {
    var models = new JsonArray();
    for (CalibrationBenchmark.Detector detector : result.detectors()) {
      var model = new JsonObject()
          .put("name", detector.name())
          .put("judgements", JsonFigure.of(detector.judgements()));
      for (int i = 0; i < CalibrationBenchmark.SCORES.size(); i++) {
        model.put(
            "share_of_" + CalibrationBenchmark.SCORES.get(i),
            JsonFigure.of(detector.shares().get(i)));
      }
      models.add(model);
    }
    return new JsonObject().put("models", models).put("seconds", result.seconds());
  }

  static void print(CalibrationBenchmark.Result result, PrintWriter out) {
    out.println(
        "| detector | judgements a seed | share of scores of 0.99 and more | of 0.999 and more |");
    out.println("|---|---|---|---|");
    for (CalibrationBenchmark.Detector detector : result.detectors()) {
      out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.5f ± %.5f | %.5f ± %.5f |%n",
          detector.name(),
          detector.judgements(),
          detector.shares().getFirst().mean(),
          detector.shares().getFirst().sd(),
          detector.shares().getLast().mean(),
          detector.shares().getLast().sd());
    }
    out.printf(Locale.ROOT, "%n%.0f s%n", result.seconds());
  }
}
