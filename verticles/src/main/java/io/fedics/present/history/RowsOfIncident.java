package io.fedics.present.history;

import io.fedics.present.http.Times;
import io.fedics.shared.event.AttackClassified;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Conditions for what lies behind an incident: findings and verdicts do not know theirs. */
final class RowsOfIncident {
  /** Of findings: about the attacker, or about a victim that names it. */
  private static final String ATTACK =
      "(host = ? OR host = ANY(?::text[]) AND peers @> ARRAY[?::text])";

  /** Of findings, where nobody in particular attacks. */
  private static final String ATTACKED = "host = ANY(?::text[])";

  private RowsOfIncident() {}

  /**
   * By site and time.
   *
   * @param incident as the API shows it
   */
  static Where during(JsonObject incident) {
    return new Where()
        .and("site = ?", incident.getString("site"))
        .and(
            "observed_at >= ?",
            Times.utc(Instant.parse(incident.getString("first_seen")).minusSeconds(1)))
        .and(
            "observed_at < ?",
            Times.utc(Instant.parse(incident.getString("last_seen")).plusSeconds(2)));
  }

  /** Findings during an incident that are about who takes part. */
  static Where findings(JsonObject incident) {
    String attacker = incident.getString("attacker");
    String[] victims = texts(incident, "victims");
    return attacker.equals(AttackClassified.MANY)
        ? during(incident).and(ATTACKED, (Object) victims)
        : during(incident).and(ATTACK, attacker, victims, attacker);
  }

  /** A list of an incident, as a parameter of a query. */
  static String[] texts(JsonObject incident, String list) {
    JsonArray values = incident.getJsonArray(list);
    return values.stream().map(String::valueOf).toArray(String[]::new);
  }
}
