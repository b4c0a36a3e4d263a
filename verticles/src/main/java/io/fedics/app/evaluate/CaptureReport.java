package io.fedics.app.evaluate;

import io.fedics.app.cli.JsonFigure;
import io.fedics.app.offline.DetectReport;
import io.fedics.fl.evaluate.Spread;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Prints what a {@link CaptureBenchmark} saw: a table for people, or one object. */
final class CaptureReport {
  private CaptureReport() {}

  static JsonObject json(CaptureBenchmark.Result result) {
    var captures = new JsonArray();
    for (CaptureBenchmark.Finding finding : result.findings()) {
      var incidents = new JsonArray();
      finding.incidents().forEach(incident -> incidents.add(DetectReport.json(incident)));
      captures.add(new JsonObject()
          .put("file", finding.capture().file().toString())
          .put("expected", finding.capture().expected())
          .put("host", finding.capture().host())
          .put("outcome", finding.outcome())
          .put("flows", finding.flows())
          .put("hours", finding.hours().isPresent() ? finding.hours().getAsDouble() : null)
          .put("incidents", incidents));
    }
    return new JsonObject()
        .put(
            "models",
            new JsonArray()
                .add(new JsonObject()
                    .put("name", "in service")
                    .put("found", number(result.found()))
                    .put("label_right", number(result.labelRight()))
                    .put("quiet", number(result.quiet()))
                    .put("false_incidents_per_hour", number(result.falsePerHour()))))
        .put("captures", captures)
        .put("seconds", result.seconds());
  }

  static void print(CaptureBenchmark.Result result, PrintWriter out) {
    out.println(
        "| capture | flows | hours | expected | host | outcome | incidents, medium and above |");
    out.println("|---|---|---|---|---|---|---|");
    for (CaptureBenchmark.Finding finding : result.findings()) {
      out.printf(
          Locale.ROOT,
          "| %s | %d | %s | %s | %s | %s | %s |%n",
          finding.capture().file().getFileName(),
          finding.flows(),
          text(finding.hours(), "%.2f"),
          finding.capture().expected(),
          finding.capture().host(),
          finding.outcome(),
          finding.incidents().stream()
              .map(it -> it.label().wireName() + " by " + it.attacker())
              .distinct()
              .collect(Collectors.joining("; ")));
    }
    out.println();
    out.printf(
        "found %s, right label %s, quiet %s, false incidents an hour of quiet captures %s, %.0f s%n",
        text(result.found(), "%.3f"),
        text(result.labelRight(), "%.3f"),
        text(result.quiet(), "%.3f"),
        text(result.falsePerHour(), "%.3f"),
        result.seconds());
    String untimed = result.findings().stream()
        .filter(finding -> finding.hours().isEmpty())
        .map(finding -> String.valueOf(finding.capture().file().getFileName()))
        .collect(Collectors.joining(", "));
    if (!untimed.isEmpty()) {
      out.println(
          "flows without times, so no hours, and not counted in incidents an hour: " + untimed);
    }
  }

  /** As of other benchmarks; files are judged once, so nothing spreads. */
  private static JsonObject number(OptionalDouble value) {
    return JsonFigure.of(new Spread(value.orElse(Double.NaN), 0));
  }

  private static String text(OptionalDouble value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "–";
  }
}
