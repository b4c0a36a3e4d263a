package io.fedics.app.offline;

import io.fedics.app.cli.Count;
import io.fedics.shared.event.IncidentSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was decided about files: lines for people, or one object. */
public final class DetectReport {
  private DetectReport() {}

  public static JsonObject json(OfflineResult result) {
    var incidents = new JsonArray();
    result.incidents().forEach(incident -> incidents.add(json(incident.latest())));
    return new JsonObject()
        .put("flows", result.flows())
        .put("anomalies", result.anomalies())
        .put("verdicts", new JsonObject(new TreeMap<String, Object>(verdicts(result))))
        .put("verdicts_sha256", result.verdictsSha256())
        .put("incidents", incidents)
        .put("records", json(result.records()));
  }

  private static JsonObject json(OfflineResult.Records records) {
    return new JsonObject()
        .put("judged", records.judged())
        .put("alarms", records.alarms())
        .put("failures", records.failures())
        .put("labels", new JsonObject(new TreeMap<String, Object>(records.labels())));
  }

  private static Map<String, Long> verdicts(OfflineResult result) {
    Map<String, Long> byLabel = new TreeMap<>();
    result.verdicts().forEach((label, count) -> byLabel.put(label.wireName(), count));
    byLabel.merge("benign", result.benign(), Long::sum); // those with an anomaly have a record
    return byLabel;
  }

  public static JsonObject json(IncidentSnapshot incident) {
    return new JsonObject()
        .put("site", incident.site())
        .put("label", incident.label().wireName())
        .put("severity", incident.severity())
        .put("level", incident.level().name().toLowerCase(Locale.ROOT))
        .put("attacker", incident.attacker())
        .put("victims", new JsonArray(incident.victims()))
        .put("first_seen", incident.firstSeen().toString())
        .put("last_seen", incident.lastSeen().toString())
        .put("summary", incident.summary());
  }

  private static void print(OfflineResult.Records records, PrintWriter out) {
    if (records.judged() + records.failures() == 0) {
      return;
    }
    out.printf(
        "%s judged by the model of their table, %s, %,d could not be judged%n",
        Count.of(records.judged(), "record"),
        Count.of(records.alarms(), "alarm"),
        records.failures());
    new TreeMap<>(records.labels())
        .forEach((label, count) -> out.printf("  %-24s %,12d records%n", label, count));
  }

  static void print(OfflineResult result, PrintWriter out) {
    out.printf(
        "%s, %s%n",
        Count.of(result.flows(), "flow"), Count.of(result.anomalies(), "anomaly", "anomalies"));
    verdicts(result)
        .forEach((label, count) -> out.printf("  %-24s %,12d host-seconds%n", label, count));
    print(result.records(), out);
    out.printf("verdicts_sha256 %s%n", result.verdictsSha256());
    out.println(Count.of(result.incidents().size(), "incident"));
    result
        .incidents()
        .forEach(incident -> out.printf(
            "  %s  %-8s %-20s %s%n",
            incident.latest().firstSeen(),
            incident.latest().level().name().toLowerCase(Locale.ROOT),
            incident.latest().label().wireName(),
            incident.latest().summary()));
  }
}
