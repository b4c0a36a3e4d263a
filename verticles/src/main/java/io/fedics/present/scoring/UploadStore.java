package io.fedics.present.scoring;

import io.fedics.present.history.HistoryStore;
import io.fedics.present.http.Problem;
import io.fedics.present.http.Times;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Uploaded files and how far each is. */
public final class UploadStore {
  /** Why a file failed whose process ended, or could not reach the database. */
  static final String INTERRUPTED = "interrupted: nothing was heard of it for a minute";

  private static final String COLUMNS =
      "id, file_name, sent_by, site, features, model, status, rows, alarms, rejected, labels, errors, failure,"
          + " ingested_at, ended_at";

  private final HistoryStore history;

  public UploadStore(HistoryStore history) {
    this.history = history;
  }

  /** What is known when a file's first line was read. */
  record Opened(
      UUID id, String fileName, String sentBy, String site, String features, String model) {}

  Future<Void> open(Opened batch) {
    return history
        .rows(
            "INSERT INTO upload_batches (id, file_name, sent_by, site, features, model, status)"
                + " VALUES ($1, $2, $3, $4, $5, $6, 'reading') ON CONFLICT DO NOTHING",
            List.of(
                batch.id, batch.fileName, batch.sentBy, batch.site, batch.features, batch.model))
        .mapEmpty();
  }

  /** What was counted so far. */
  Future<Void> update(UUID id, UploadCount count, String status) {
    return write(id, count, status, Optional.of(count.errors()), Optional.empty());
  }

  /** Judging ended early. The rows' errors stay as last stored: they may be what the database refused. */
  Future<Void> fail(UUID id, UploadCount count, String failure) {
    return write(id, count, "failed", Optional.empty(), Optional.of(failure));
  }

  private Future<Void> write(
      UUID id,
      UploadCount count,
      String status,
      Optional<JsonArray> errors,
      Optional<String> failure) {
    List<Object> values = new ArrayList<>(
        List.of(id, status, count.rows(), count.alarms(), count.rejected(), count.labels()));
    values.add(errors.orElse(null));
    values.add(failure.orElse(null));
    return history
        .rows(
            "UPDATE upload_batches SET status = $2, rows = $3, alarms = $4, rejected = $5, labels = $6,"
                + " errors = coalesce($7, errors), failure = $8, updated_at = now(),"
                + " ended_at = CASE WHEN $2 = 'reading' THEN NULL ELSE now() END WHERE id = $1",
            values)
        .mapEmpty();
  }

  /**
   * Ends the files that nobody tells of any more. One whose process was only slow is being read again with its next
   * {@link #update}.
   *
   * @return what was ended
   */
  public Future<List<JsonObject>> failInterrupted() {
    return history
        .rows(
            "UPDATE upload_batches SET status = 'failed', failure = $1, ended_at = now()"
                + " WHERE status = 'reading' AND updated_at < now() - interval '1 minute'"
                + " RETURNING " + COLUMNS,
            List.of(INTERRUPTED))
        .map(rows -> {
          List<JsonObject> ended = new ArrayList<>();
          rows.forEach(row -> ended.add(json(row)));
          return ended;
        });
  }

  Future<JsonObject> newest(int limit) {
    return history
        .rows(
            "SELECT " + COLUMNS + " FROM upload_batches ORDER BY ingested_at DESC, id LIMIT "
                + limit,
            List.of())
        .map(rows -> {
          var items = new JsonArray();
          rows.forEach(row -> items.add(json(row)));
          return new JsonObject().put("items", items);
        });
  }

  Future<JsonObject> find(UUID id) {
    return history
        .rows("SELECT " + COLUMNS + " FROM upload_batches WHERE id = $1", List.of(id))
        .map(rows -> {
          if (rows.size() == 0) {
            throw Problem.notFound("There is no upload " + id + '.');
          }
          return json(rows.iterator().next());
        });
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("id", row.getUUID("id").toString())
        .put("file_name", row.getString("file_name"))
        .put("sent_by", row.getString("sent_by"))
        .put("site", row.getString("site"))
        .put("features", row.getString("features"))
        .put("model", row.getString("model"))
        .put("status", row.getString("status"))
        .put("rows", row.getLong("rows"))
        .put("scored", row.getLong("rows") - row.getLong("rejected"))
        .put("alarms", row.getLong("alarms"))
        .put("rejected", row.getLong("rejected"))
        .put("labels", row.getJsonObject("labels"))
        .put("errors", row.getJsonArray("errors"))
        .put("failure", row.getString("failure"))
        .put("started_at", Times.json(row.getOffsetDateTime("ingested_at")))
        .put("ended_at", Times.json(row.getOffsetDateTime("ended_at")));
  }
}
