package io.fedics.present.history;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Who says so: an incident's surest verdict, and the rarest thing each detector found of it. */
public final class VerdictStore {
  private final HistoryStore history;

  public VerdictStore(HistoryStore history) {
    this.history = history;
  }

  /**
   * @param incident as the API shows it
   * @return {@code verdict}, an {@code AttackClassified} or null when none is kept, and {@code findings}, at most one {@code
   *     AnomalyDetected} by detector
   */
  public Future<JsonObject> of(JsonObject incident) {
    return verdict(incident)
        .compose(verdict -> findings(incident)
            .map(findings -> new JsonObject().put("verdict", verdict).put("findings", findings)));
  }

  /** Empty as JSON null: the incident may outlive its verdicts. */
  private Future<Object> verdict(JsonObject incident) {
    Where where = RowsOfIncident.during(incident)
        .and("label = ?", incident.getString("label"))
        .and("attacker = ?", incident.getString("attacker"))
        .and(
            "(host = ? OR host = ANY(?::text[]))",
            incident.getString("attacker"),
            RowsOfIncident.texts(incident, "victims"));
    String label = where.parameter(incident.getString("label"));
    String sql = "SELECT record FROM classifications" + where.text()
        + " ORDER BY (record -> 'probabilities' ->> " + label
        + ")::float8 DESC, observed_at, event_id LIMIT 1";
    return history
        .rows(sql, where.values())
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getJsonObject("record"));
  }

  /** Rules name what they found; what learned detectors found has no name, so all of it counts. */
  private Future<JsonObject> findings(JsonObject incident) {
    Where where = RowsOfIncident.findings(incident)
        .and("(detector <> 'physics' OR rule = ANY(?::text[]))", (Object)
            RowsOfIncident.texts(incident, "rules"));
    String sql = "SELECT DISTINCT ON (detector) detector, record FROM anomalies" + where.text()
        + " ORDER BY detector, score DESC, observed_at, event_id";
    return history.rows(sql, where.values()).map(rows -> {
      var findings = new JsonObject();
      rows.forEach(row -> findings.put(row.getString("detector"), row.getJsonObject("record")));
      return findings;
    });
  }
}
