package io.fedics.present;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Made-up but realistic rows in their wire shape, the same for the same seed. Not thread-safe. */
final class FakeRows {
  static final List<String> SITES = List.of("demo", "demo-b");
  static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final Map<String, String> TECHNIQUES = Map.of(
      "probe", "T0846.001",
      "dos", "T0814",
      "brute-force", "T1110",
      "lateral-movement", "T0867",
      "unauthorised-command", "T1692.001",
      "exfiltration", "T0882",
      "command-and-control", "T0884");
  private static final Map<String, String> RULES = Map.of(
      "probe", "vertical-scan",
      "dos", "flood",
      "brute-force", "brute-force",
      "lateral-movement", "lateral-movement",
      "unauthorised-command", "rogue-master",
      "exfiltration", "exfiltration",
      "command-and-control", "beaconing");

  private final Random random = new Random(42);
  private final Instant start;
  private long position;

  FakeRows(Instant now) {
    this.start = now.truncatedTo(ChronoUnit.SECONDS);
  }

  List<JsonObject> incidents() {
    var incidents = new ArrayList<JsonObject>();
    incidents.add(
        incident(
            "unauthorised-command",
            "critical",
            0.91,
            "10.20.4.31",
            List.of("10.20.1.17"),
            4,
            "new",
            "10.20.4.31 wrote registers on 10.20.1.17 (PLC) for the first time, 267 times in 4 min; usual: never"));
    incidents.add(incident(
        "probe",
        "high",
        0.82,
        "10.0.4.17",
        List.of("10.0.1.5", "10.0.1.6", "10.0.1.7"),
        14,
        "new",
        "10.0.4.17 probed 212 ports on 10.0.1.5 (PLC) in 9 s; usual: 2"));
    incidents.add(incident(
        "dos",
        "high",
        0.78,
        "198.51.100.23",
        List.of("10.0.8.10"),
        38,
        "acknowledged",
        "198.51.100.23 sent 18,400 flows a second to 10.0.8.10 (historian); usual: 12"));
    incidents.add(incident(
        "brute-force",
        "high",
        0.72,
        "10.0.9.14",
        List.of("10.0.3.2"),
        41,
        "new",
        "10.0.9.14 failed 340 logins on 10.0.3.2 in 60 s; usual: 1"));
    incidents.add(incident(
        "lateral-movement",
        "medium",
        0.48,
        "10.0.4.17",
        List.of("10.0.5.3"),
        45,
        "new",
        "10.0.4.17 opened sessions to 6 hosts it had never spoken to"));
    incidents.add(incident(
        "command-and-control",
        "medium",
        0.44,
        "10.0.6.21",
        List.of("203.0.113.9"),
        70,
        "new",
        "10.0.6.21 called 203.0.113.9 every 30.0 s, 118 times"));
    incidents.add(incident(
        "probe",
        "medium",
        0.42,
        HOSTILE,
        List.of("10.0.1.9"),
        75,
        "reopened",
        HOSTILE + " probed 40 ports on 10.0.1.9"));
    for (int i = 0; i < 34; i++) {
      incidents.add(incident(
          i % 3 == 0 ? "exfiltration" : "probe",
          i % 2 == 0 ? "low" : "medium",
          i % 2 == 0 ? 0.25 : 0.41,
          "10.0.7." + (10 + i),
          List.of("10.0.2." + (i + 1)),
          80 + i * 6,
          i % 4 == 3 ? "resolved" : "new",
          "10.0.7." + (10 + i) + " touched 40 ports on 10.0.2." + (i + 1)));
    }
    return incidents;
  }

  JsonObject incident(
      String label,
      String level,
      double severity,
      String attacker,
      List<String> victims,
      int minutesAgo,
      String status,
      String summary) {
    Instant first = start.minus(minutesAgo, ChronoUnit.MINUTES);
    UUID id = id("incident " + label + attacker + minutesAgo);
    var incident = new JsonObject()
        .put("id", id.toString())
        .put("site", minutesAgo % 5 == 0 ? "demo-b" : "demo")
        .put("label", label)
        .put("probability", 0.88)
        .put("severity", severity)
        .put("level", level)
        .put("escalated", severity > 0.9)
        .put("attacker", attacker)
        .put("victims", new JsonArray(victims))
        .put("victim_count", victims.size())
        .put("rules", new JsonArray().add(RULES.getOrDefault(label, "surge")))
        .put("techniques", new JsonArray().add(TECHNIQUES.getOrDefault(label, "T0846.001")))
        .put("detectors", new JsonArray().add("physics").add("lstm").add("iforest"))
        .put("port", 502)
        .put("protocol", "tcp")
        .put("first_seen", first.toString())
        .put("last_seen", first.plusSeconds(Math.min(220, minutesAgo * 50L)).toString())
        .put("verdicts", 267)
        .put("summary", summary)
        .put("reasons", reasons())
        .put(
            "next_hops",
            new JsonArray()
                .add(hop("10.20.1.5", 0.47))
                .add(hop("10.20.1.18", 0.22))
                .add(hop("10.20.3.12", 0.09)))
        .put("first_verdict_id", id("verdict " + id).toString())
        .put("status", status)
        .put("updated_at", first.toString())
        .put("position", String.valueOf(++position));
    if (status.equals("acknowledged")) {
      incident
          .put("acknowledged_by", "eva.maier")
          .put("acknowledged_at", first.plusSeconds(90).toString())
          .put("assignee", "eva.maier");
    }
    return incident;
  }

  List<JsonObject> anomalies() {
    var rows = new ArrayList<JsonObject>();
    for (int i = 600; i > 0; i--) {
      rows.add(anomaly(start.minusSeconds(i * 5L), "10.20.4." + (20 + random.nextInt(20))));
    }
    for (int i = 60; i > 0; i--) {
      rows.add(anomaly(start.minusSeconds(i * 4L), "10.20.4.31"));
    }
    return rows;
  }

  JsonObject anomaly(Instant at, String host) {
    String detector = List.of("lstm", "iforest", "physics").get(random.nextInt(3));
    String rule =
        switch (detector) {
          case "physics" -> "vertical-scan";
          case "iforest" -> "flow";
          default -> "window";
        };
    double score = 1 - Math.pow(10, -1.4 - random.nextDouble() * 3);
    long n = ++position;
    return new JsonObject()
        .put("schema", "anomaly/1")
        .put("event_id", id("anomaly " + n).toString())
        .put("site", n % 7 == 0 ? "demo-b" : "demo")
        .put("observed_at", at.toString())
        .put("source", "detect")
        .put("seq", n)
        .put("second", at.getEpochSecond())
        .put("host", host)
        .put("detector", detector)
        .put("rule", rule)
        .put("label", n % 3 == 0 ? "dos" : "probe")
        .put("role", "actor")
        .put("score", score)
        .put("raw_score", score * 3)
        .put("threshold", 0.999)
        .put("is_anomaly", score >= 0.95)
        .put(
            "model",
            new JsonObject()
                .put("name", detector)
                .put("version", "1")
                .put("sha256", "ab")
                .put("calibration_rows", n % 13 == 0 ? 640 : 48_000))
        .put("reasons", reasons())
        .put("peers", new JsonArray().add("10.20.1.17").add("10.20.1.18"))
        .put("peer_count", 2)
        .put("port", 502)
        .put("protocol", n % 11 == 0 ? "udp" : "tcp")
        .put("position", String.valueOf(n));
  }

  JsonObject classification(JsonObject anomaly) {
    return new JsonObject()
        .put("schema", "attack/1")
        .put("event_id", id("verdict " + anomaly.getString("event_id")).toString())
        .put("site", anomaly.getString("site"))
        .put("observed_at", anomaly.getString("observed_at"))
        .put("second", anomaly.getLong("second"))
        .put("host", anomaly.getString("host"))
        .put("label", "probe")
        .put(
            "probabilities",
            new JsonObject()
                .put("probe", 0.72)
                .put("dos", 0.14)
                .put("brute-force", 0.06)
                .put("lateral-movement", 0.05)
                .put("benign", 0.03))
        .put("detectors", new JsonArray().add("iforest").add("lstm").add("physics"))
        .put("score", anomaly.getDouble("score"))
        .put("attacker", anomaly.getString("host"))
        .put("attributions", attributions())
        .put("supporters", new JsonArray().add("iforest").add("physics"))
        .put("position", anomaly.getString("position"));
  }

  /** A record that is none, and would be markup. */
  JsonObject deadLetter() {
    byte[] value = "<img src=x onerror=alert(1)>\u0007 no flow".getBytes(StandardCharsets.UTF_8);
    return new JsonObject()
        .put("event_id", "0b2f8f9e-5d0c-5b7e-9a51-0d9f5f3d9b11")
        .put("observed_at", Instant.now().toString())
        .put("source", "persist-flows/0")
        .put("reason", "record: '<img' (expected: a JSON object)")
        .put("topic", "network_data")
        .put("partition", 2)
        .put("offset", 40_112)
        .put("length", value.length)
        .put("head", Base64.getEncoder().encodeToString(value));
  }

  JsonArray models() {
    return new JsonArray()
        .add(model("iforest", "iforest", 12, 457_420L, 228_710L, false))
        .add(model("iforest", "forest of this site", 12, 91_000L, 45_500L, true))
        .add(model("lstm", "lstm", 14, 310_000L, 77_500L, true))
        .add(model("verdict", "verdict", 22, 48_120L, null, true));
  }

  private static JsonObject model(
      String kind,
      String name,
      int features,
      long training,
      @Nullable Long calibration,
      boolean active) {
    String sha256 = id(kind + name).toString().replace("-", "").repeat(2);
    return new JsonObject()
        .put("kind", kind)
        .put("name", name)
        .put("version", sha256.substring(0, 12))
        .put("sha256", sha256)
        .put("features", features)
        .put("training_rows", training)
        .put("calibration_rows", calibration)
        .put("shipped", name.equals(kind))
        .put("active", active)
        .put("card", """
            # Isolation forest

            100 trees of 256 rows each, from 457420 rows presumed normal, seed 1.
            Scores lie in (0, 1), higher is more unusual.

            - Judges: one flow by 12 numbers, schema `flow/1`; no address is among them.
            - Meant for: sites of machines and controllers. Every site learns within some twenty minutes what its
              own flows score.
            - **Not meant for**: naming an attack. <img src=x onerror=alert(1)>

            | detectors | calibration error | accuracy |
            |---|---|---|
            | iforest,lstm,physics | 0.0112 | 0.9731 |
            """);
  }

  /** As the learned verdict gives them, the largest amount first; they sum to 4.2. */
  private static JsonArray attributions() {
    return new JsonArray()
        .add(reason("rule-unauthorised-command", 3.92, 0, 5.1))
        .add(reason("bias", 0, 0, -3.4))
        .add(reason("iforest-lately-control", 2.4, 0, 1.6))
        .add(reason("iforest-now", 2.7, 0, 0.9))
        .add(reason("lstm-lately", -0.8, 0, -0.7))
        .add(reason("control-write-share", 0.83, 0, 0.6))
        .add(reason("rule-probe", 0, 0, 0.2))
        .add(reason("failed-share-out", 0.02, 0, -0.15))
        .add(reason("rule-victim", 1, 0, 0.1))
        .add(reason("rule-second", 0, 0, -0.05));
  }

  /** The rarest finding of a detector about the host of an incident. */
  JsonObject strongest(String detector, String host) {
    JsonObject row = anomaly(start.minusSeconds(30), host)
        .put("detector", detector)
        .put("score", detector.equals("lstm") ? 0.9974 : 0.99988);
    row.getJsonObject("model").put("calibration_rows", rowsOf(detector, host));
    return switch (detector) {
      case "iforest" ->
        row.put("rule", "flow")
            .put(
                "reasons",
                new JsonArray()
                    .add(reason("log-bytes-out", Math.log1p(14_200), Math.log1p(310), 0.61))
                    .add(reason("control", 2, 1, 0.27))
                    .add(reason("service-hash", 0.42, 0.1, 0.09))
                    .add(reason("direction", 0, 0.2, -0.03)));
      case "lstm" ->
        row.put("rule", "window")
            .put(
                "reasons",
                new JsonArray()
                    .add(reason("control-writes", 67, 0, 0.72))
                    .add(reason("peers-out", 9, 2, 0.28)));
      default -> row.put("rule", "rogue-master");
    };
  }

  private static int rowsOf(String detector, String host) {
    boolean young = detector.equals("physics") && host.equals("10.9.9.9");
    return young ? 1 : detector.equals("lstm") ? 640 : 48_000;
  }

  private JsonArray reasons() {
    return new JsonArray()
        .add(reason("distinct-ports-10m", 212, 2, 0.44))
        .add(reason("failed-share", 0.74, 0.02, 0.245))
        .add(reason("bytes-out", 14_200, 2_100, 0.335))
        .add(reason("flows-per-second", 18, 15, -0.02));
  }

  private static JsonObject reason(
      String feature, double value, double expected, double contribution) {
    return new JsonObject()
        .put("feature", feature)
        .put("value", value)
        .put("expected", expected)
        .put("contribution", contribution);
  }

  private static JsonObject hop(String host, double probability) {
    return new JsonObject()
        .put("host", host)
        .put("probability", probability)
        .put("horizon_seconds", 900);
  }

  /** Rows `[t, min, max, mean]` from {@code from} to {@code to}, epoch seconds. */
  JsonArray series(String metric, long from, long to, long step) {
    var rows = new JsonArray();
    for (long t = from / step * step; t < to; t += step) {
      double value = valueAt(metric, t, step);
      double most = metric.equals("rarity") ? value * 2 : value;
      rows.add(new JsonArray().add(t).add(value / 2).add(most).add(value));
    }
    return rows;
  }

  private double valueAt(String metric, long t, long step) {
    double wave = Math.sin(t / 700.0) + Math.sin(t / 133.0 + 1) / 2;
    long ago = start.getEpochSecond() - t;
    boolean burst = ago < 420 || (ago > 700 && ago < 960) || (ago > 2100 && ago < 2340);
    return switch (metric) {
      case "flows" -> Math.round((9_800 + 420 * wave) * step);
      case "anomalous-windows" ->
        Math.round((burst ? 34 + 9 * wave : 3.5 + 1.5 * wave) * step / 60);
      case "normal-windows" -> Math.round((860 + 60 * wave) * step / 60);
      case "rarity" -> ago < 420 ? 3_000 + 1_800 * wave : 4 + 2 * wave;
      case "lag" -> Math.round(180 + 60 * wave);
      default -> 0;
    };
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
