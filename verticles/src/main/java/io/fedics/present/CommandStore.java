package io.fedics.present;

import io.fedics.present.audit.AuditStore;
import io.fedics.present.audit.AuditedStore;
import io.fedics.present.audit.Decision;
import io.fedics.present.http.Position;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.fedics.present.http.Times;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.config.Words;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.IncidentStatus;
import io.fedics.shared.event.IncidentStatusChanged;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people decide about incidents: status, history, outbox and audit trail in one transaction. */
final class CommandStore {

  /** What can be done, and when. */
  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
  enum Action {
    ACKNOWLEDGE(IncidentStatus.ACKNOWLEDGED, Set.of(IncidentStatus.NEW, IncidentStatus.REOPENED)),
    RESOLVE(IncidentStatus.RESOLVED, open()),
    FALSE_POSITIVE(IncidentStatus.FALSE_POSITIVE, open()),
    REOPEN(IncidentStatus.REOPENED, Set.of(IncidentStatus.RESOLVED, IncidentStatus.FALSE_POSITIVE)),
    NOTE(null, Set.of(IncidentStatus.values())),
    ASSIGN(null, Set.of(IncidentStatus.values()));

    private final @Nullable IncidentStatus result;
    private final Set<IncidentStatus> from;

    Action(@Nullable IncidentStatus result, Set<IncidentStatus> from) {
      this.result = result;
      this.from = from;
    }

    private static Set<IncidentStatus> open() {
      return Set.of(IncidentStatus.NEW, IncidentStatus.ACKNOWLEDGED, IncidentStatus.REOPENED);
    }

    String wireName() {
      return Words.of(this);
    }

    /** Empty when it cannot be done from {@code status}. */
    Optional<IncidentStatus> from(IncidentStatus status) {
      IncidentStatus after = result == null ? status : result;
      return from.contains(status) ? Optional.of(after) : Optional.empty();
    }
  }

  /**
   * @param assignee for {@link Action#ASSIGN}; empty takes it from everybody
   * @param requestKey the same key again is the same request
   * @param ifPosition where the asker last saw the incident
   */
  record Command(
      UUID incident,
      Action action,
      String by,
      @Nullable String note,
      @Nullable String assignee,
      @Nullable String requestKey,
      @Nullable Position ifPosition) {}

  private final AuditedStore audited;
  private final Clock clock;
  private final EventCodec codec = new EventCodec();

  CommandStore(AuditedStore audited, Clock clock) {
    this.audited = audited;
    this.clock = clock;
  }

  /**
   * Fails with a problem: 404 without such an incident, 409 when it does not go with how the incident stands now, 422 when
   * its key is that of another request.
   */
  Future<Void> run(Command command) {
    return audited.inTransaction((db, trail) -> lock(db, command)
        .compose(row -> isRepeated(db, command)
            .compose(repeated ->
                repeated ? Future.succeededFuture() : decide(db, trail, command, row))));
  }

  /** Whoever changes an incident locks it first, so that the outbox has the order of changes. */
  private static Future<Row> lock(SqlConnection db, Command command) {
    return db.preparedQuery("SELECT site, status FROM incidents WHERE id = $1 FOR UPDATE")
        .execute(Tuple.of(command.incident()))
        .map(rows -> {
          if (rows.size() == 0) {
            throw Problem.notFound("There is no incident " + command.incident() + '.');
          }
          return rows.iterator().next();
        });
  }

  private static Future<Boolean> isRepeated(SqlConnection db, Command command) {
    return command.requestKey() == null
        ? Future.succeededFuture(false)
        : db.preparedQuery("SELECT note FROM incident_history WHERE request_key = $1")
            .execute(Tuple.of(keyOf(command)))
            .map(rows -> rows.size() > 0 && requireSame(command, rows.iterator().next()));
  }

  /** The key names incident and action; what else was asked, the history's note says. */
  private static boolean requireSame(Command command, Row done) {
    if (!Objects.equals(noteOf(command), done.getString("note"))) {
      throw Problem.badValue(
          422,
          "Idempotency-Key",
          String.valueOf(command.requestKey()),
          "a new key for another request");
    }
    return true;
  }

  private static @Nullable String keyOf(Command command) {
    return command.requestKey() == null
        ? null
        : command.incident() + " " + command.action().wireName() + ' ' + command.requestKey();
  }

  private Future<Void> decide(SqlConnection db, AuditStore trail, Command command, Row row) {
    IncidentStatus status = statusOf(row.getString("status"));
    return latestChange(db, command).compose(latest -> {
      Optional<IncidentStatus> after = command.action().from(status);
      if (after.isEmpty()) {
        return Future.failedFuture(conflict("the incident is", command, status, latest));
      }
      if (isBehind(command, latest)) {
        return Future.failedFuture(
            conflict("it was changed since it was read; the incident is", command, status, latest));
      }
      return update(db, command, after.get())
          .compose(_ -> insertHistory(db, command, after.get()))
          .compose(change -> publish(db, command, row.getString("site"), after.get(), change)
              .compose(_ -> trail.append(db, decisionOf(command, after.get(), change))));
    });
  }

  /** What a person did last; what the pipeline adds is no conflict. */
  private static Future<Optional<Row>> latestChange(SqlConnection db, Command command) {
    return db.preparedQuery("""
            SELECT by, at, position FROM incident_history WHERE incident_id = $1 AND action <> 'opened'
            ORDER BY id DESC LIMIT 1""")
        .execute(Tuple.of(command.incident()))
        .map(rows -> rows.stream().findFirst());
  }

  private static boolean isBehind(Command command, Optional<Row> latest) {
    Position seen = command.ifPosition();
    return seen != null && latest.isPresent() && latest.get().getLong("position") > seen.position();
  }

  private static Problem conflict(
      String why, Command command, IncidentStatus status, Optional<Row> latest) {
    String by = latest.map(row -> row.getString("by")).orElse("fedics");
    var more = new JsonObject()
        .put("current_status", wireName(status))
        .put("by", by)
        .put("at", latest.map(row -> Times.json(row.getOffsetDateTime("at"))).orElse(null));
    return Problem.of(
        409,
        ProblemKind.CONFLICT,
        "Not possible now",
        "Cannot %s: %s %s (by %s)."
            .formatted(command.action().wireName(), why, wireName(status), by),
        more);
  }

  private static Future<Void> update(SqlConnection db, Command command, IncidentStatus after) {
    return db.preparedQuery("""
            UPDATE incidents SET status = $2,
              assignee = CASE WHEN $3 THEN nullif($4, '') ELSE assignee END,
              acknowledged_by = CASE WHEN $5 THEN $6 ELSE acknowledged_by END,
              acknowledged_at = CASE WHEN $5 THEN now() ELSE acknowledged_at END,
              updated_at = now(), txid = pg_current_xact_id(), position = nextval('event_positions')
            WHERE id = $1""")
        .execute(Tuple.of(
            command.incident(),
            wireName(after),
            command.action() == Action.ASSIGN,
            command.assignee() == null ? "" : command.assignee(),
            command.action() == Action.ACKNOWLEDGE,
            command.by()))
        .mapEmpty();
  }

  /** Its position is below the incident's own next one, which is taken after it. */
  private static Future<Long> insertHistory(
      SqlConnection db, Command command, IncidentStatus after) {
    return db.preparedQuery("""
            INSERT INTO incident_history (incident_id, by, action, status, note, request_key, position)
            SELECT $1, $2, $3, $4, $5, $6, position FROM incidents WHERE id = $1 RETURNING id""")
        .execute(Tuple.of(
            command.incident(),
            command.by(),
            command.action().wireName(),
            wireName(after),
            noteOf(command),
            keyOf(command)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static Decision decisionOf(Command command, IncidentStatus after, long change) {
    return Decision.ofIncident(
        command.incident(),
        change,
        command.by(),
        command.action().wireName(),
        wireName(after),
        noteOf(command));
  }

  /** As the history keeps it. */
  private static @Nullable String noteOf(Command command) {
    return command.action() == Action.ASSIGN
        ? "assigned to " + assigneeOf(command)
        : command.note();
  }

  private static String assigneeOf(Command command) {
    return command.assignee() == null || command.assignee().isEmpty()
        ? "nobody"
        : command.assignee();
  }

  private Future<Void> publish(
      SqlConnection db, Command command, String site, IncidentStatus after, long change) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var event = new IncidentStatusChanged(
        EventId.of(command.incident(), "status", change),
        site,
        now,
        "present/0/" + site,
        change,
        command.incident(),
        after,
        command.by(),
        command.note());
    return db.preparedQuery("INSERT INTO incident_outbox (key, bytes) VALUES ($1, $2)")
        .execute(Tuple.of(command.incident().toString(), Buffer.buffer(codec.encode(event))))
        .mapEmpty();
  }

  private static IncidentStatus statusOf(String name) {
    return IncidentStatus.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String wireName(IncidentStatus status) {
    return Words.of(status);
  }
}
