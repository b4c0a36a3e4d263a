package io.fedics.present.audit;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody, or a server, decided.
 *
 * @param by name of the session, or of the program
 * @param what in one word
 * @param on what it is about: a word and, where there are several, an id
 * @param details in the order in which they are written
 */
public record Decision(String by, String what, String on, JsonObject details) {
  private static final String BEGIN = "begin";

  /**
   * About an incident, as its history tells it.
   *
   * @param history id of the row in {@code incident_history}
   * @param status after it
   */
  public static Decision ofIncident(
      UUID incident, long history, String by, String what, String status, @Nullable String note) {
    return new Decision(
        by,
        what,
        "incident " + incident,
        new JsonObject().put("history", history).put("status", status).put("note", note));
  }

  /** A round of a training is to begin. */
  public static Decision ofRound(String by, String run, int round) {
    return new Decision(
        by, "trigger", "federation", new JsonObject().put("run", run).put("round", round));
  }

  /**
   * The server of a training keeps a site out.
   *
   * @param round under way, or next
   * @param refusals messages of the site that were refused
   * @param reason of the last one
   */
  public static Decision ofQuarantine(
      String site, String run, int round, int refusals, String reason) {
    return new Decision(
        "fl server",
        "quarantine",
        "site " + site,
        new JsonObject()
            .put("run", run)
            .put("round", round)
            .put("refusals", refusals)
            .put("reason", reason));
  }

  /**
   * The first row of every database's trail: what people decided before it is not in it.
   *
   * @param before how many rows of the history that is
   * @param last id of the last of them; 0 when there is none
   */
  static Decision begin(long before, long last) {
    return new Decision(
        "fedics",
        BEGIN,
        "incident_history",
        new JsonObject().put("rows_before", before).put("last_before", last));
  }
}
