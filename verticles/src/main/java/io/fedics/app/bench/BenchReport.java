package io.fedics.app.bench;

import io.fedics.app.cli.JsonFigure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run of the pipeline as a table for people, and as the JSON of the contract. */
final class BenchReport {
  private static final double P50 = 0.5;
  private static final double P95 = 0.95;
  private static final double P99 = 0.99;

  private BenchReport() {}

  static JsonObject json(BenchResult result) {
    var tenths = new JsonArray();
    result.tenths().forEach(rate -> tenths.add(JsonFigure.of(rate)));
    BenchPlan plan = result.plan();
    Delivery delivery = result.delivery();
    var json = new JsonObject()
        .put("flows", delivery.sent())
        .put("attack_flows", result.attackFlows())
        .put("hosts", plan.hosts())
        .put("seed", plan.seed())
        .put("rate", plan.rate())
        .put("event_rate", plan.density())
        .put("warmup_seconds", plan.warmup().toMillis() / 1e3)
        .put("flows_per_second", result.flowsPerSecond())
        .put("seconds", result.seconds())
        .put("drained_seconds", result.drainedSeconds())
        .put("tenths", tenths)
        .put("latency_ms", json(result.finding()))
        .put("browser_latency_ms", json(result.browser()))
        .put("browser_rows", result.browserRows())
        .put("lost", delivery.lost())
        .put("duplicated", delivery.duplicated())
        .put("unknown", delivery.unknown());
    json.put("cpu_seconds_per_million", JsonFigure.of(result.cpuSecondsPerMillion()));
    json.put("jvm_cpu_seconds", JsonFigure.of(result.jvmCpuSeconds()));
    json.put("postgres_cpu_seconds", JsonFigure.of(result.postgresCpuSeconds()));
    json.put("rss_mb", JsonFigure.of(result.peakMegabytes()));
    json.put("postgres_rss_mb", JsonFigure.of(result.postgresMegabytes()));
    result.profile().ifPresent(seen -> json.put("profile", json(seen)));
    return json;
  }

  private static JsonObject json(BenchProfile.Seen seen) {
    var stages = new JsonObject();
    seen.stages().forEach(stages::put);
    var batches = new JsonObject();
    seen.batches().forEach(batches::put);
    var threads = new JsonObject();
    seen.threads().forEach(threads::put);
    return new JsonObject()
        .put("cpu_seconds_by_threads", threads)
        .put("cpu_seconds_by_stage", stages)
        .put("batches_by_stage", batches)
        .put("running", json(seen.samples().running()))
        .put("working", json(seen.samples().working()))
        .put("allocating", json(seen.samples().allocating()))
        .put("allocated", json(seen.samples().allocated()));
  }

  private static JsonArray json(List<JfrSamples.Share> shares) {
    var list = new JsonArray();
    shares.forEach(it -> list.add(new JsonObject().put("of", it.of()).put("share", it.share())));
    return list;
  }

  private static JsonObject json(Latencies latencies) {
    var json = new JsonObject().put("count", latencies.count());
    json.put("p50", JsonFigure.of(latencies.millis(P50)));
    json.put("p95", JsonFigure.of(latencies.millis(P95)));
    json.put("p99", JsonFigure.of(latencies.millis(P99)));
    return json;
  }

  /** The first seconds are in everything else. */
  private static String warmup(BenchPlan plan) {
    return plan.warmup().isZero()
        ? ""
        : ", behind the first %,.0f s".formatted(plan.warmup().toMillis() / 1e3);
  }

  static void print(BenchResult result, PrintWriter out) {
    BenchPlan plan = result.plan();
    Delivery delivery = result.delivery();
    line(out, "flows", "%,d, of attacks %,d", delivery.sent(), result.attackFlows());
    line(
        out,
        "plant",
        "%,d hosts, %,.0f flows a second of their own time",
        plan.hosts(),
        plan.density());
    line(
        out,
        "flows per second",
        "%,.0f over %,.1f s, until everything was stored",
        result.flowsPerSecond(),
        result.seconds());
    line(
        out,
        "of each tenth",
        "%s",
        result.tenths().stream()
            .map(rate -> "%,.0f".formatted(rate))
            .collect(Collectors.joining(" · ")));
    line(out, "drained", "%,.1f s after the last acknowledgement", result.drainedSeconds());
    line(out, "acknowledged to finding", "%s%s", text(result.finding()), warmup(plan));
    line(
        out,
        "acknowledged to browser",
        "%s%s; %,d rows of all kinds",
        text(result.browser()),
        warmup(plan),
        result.browserRows());
    line(
        out,
        "CPU-seconds per million",
        "%,.1f (broker, stages and generator %,.1f, database %,.1f in all)",
        result.cpuSecondsPerMillion(),
        result.jvmCpuSeconds(),
        result.postgresCpuSeconds());
    line(
        out,
        "memory",
        "%,.0f MB at most, database %,.0f MB",
        result.peakMegabytes(),
        result.postgresMegabytes());
    line(
        out,
        "lost · duplicated · unknown",
        "%,d · %,d · %,d",
        delivery.lost(),
        delivery.duplicated(),
        delivery.unknown());
    result.profile().ifPresent(seen -> print(seen, delivery.sent(), out));
  }

  private static void print(BenchProfile.Seen seen, long flows, PrintWriter out) {
    print("CPU-seconds per million flows, by threads", seen.threads(), flows, out);
    print("of it decoding, deciding, encoding, by stage", seen.stages(), flows, out);
    out.printf("%npolls that brought records, by stage%n");
    seen.batches().forEach((stage, polls) -> out.printf("  %-24s %,9d%n", stage, polls));
    print("our method, with the libraries it called", seen.samples().working(), out);
    print("method", seen.samples().running(), out);
    print("our method that allocated", seen.samples().allocating(), out);
    print("class that was allocated", seen.samples().allocated(), out);
  }

  private static void print(
      String title, Map<String, Double> seconds, long flows, PrintWriter out) {
    out.printf("%n%s%n", title);
    seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(it ->
            out.printf(Locale.ROOT, "  %-26s%8.2f%n", it.getKey(), it.getValue() / flows * 1e6));
  }

  private static void print(String title, List<JfrSamples.Share> shares, PrintWriter out) {
    out.printf("%n%s%n", title);
    shares.forEach(it -> out.printf(Locale.ROOT, "  %5.1f %%  %s%n", 100 * it.share(), it.of()));
  }

  @SuppressWarnings("AnnotateFormatMethod") // a library for one annotation is too much
  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "%-28s%s%n", name, format.formatted(values));
  }

  private static String text(Latencies latencies) {
    return latencies.count() == 0
        ? "–"
        : "p50 %,.1f · p95 %,.1f · p99 %,.1f ms (%,d flows)"
            .formatted(
                latencies.millis(P50),
                latencies.millis(P95),
                latencies.millis(P99),
                latencies.count());
  }
}
