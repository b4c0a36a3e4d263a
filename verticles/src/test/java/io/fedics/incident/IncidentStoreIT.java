package io.fedics.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.persist.Samples;
import io.fedics.persist.TestDatabase;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.IncidentSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Incidents and their outbox on the real database. */
class IncidentStoreIT {
  private static final TestDatabase DATABASE = TestDatabase.start();
  private static final Vertx VERTX = Vertx.vertx();
  private static Pool pool;

  @BeforeAll
  static void connect() {
    pool = DATABASE.pool(VERTX);
  }

  @AfterAll
  static void stop() {
    await(pool::close);
    await(VERTX::close);
    DATABASE.close();
  }

  @BeforeEach
  void empty() {
    sql("TRUNCATE incidents, incident_history, incident_outbox");
  }

  @Test
  void write_raisedAndUpdatedInOneBatch_makesOneIncidentOneOpeningTwoAlerts() {
    store(List.of(Samples.raised("a", 1, 0.5), updated(1, 0.95)));

    Row row = sql("SELECT level, status, record->>'summary', record->>'id' FROM incidents");
    assertThat(row.getString(0)).isEqualTo("critical");
    assertThat(row.getString(1)).isEqualTo("new");
    assertThat(row.getString(2)).contains("probed 212 ports");
    assertThat(row.getString(3)).isEqualTo(EventId.of("incident", "a", 1).toString());
    assertThat(number("SELECT count(*) FROM incident_history WHERE action = 'opened'"))
        .isEqualTo(1);
    assertThat(
            number("SELECT count(*) FROM incident_history WHERE at > now() - interval '1 minute'"))
        .isEqualTo(1);
    assertThat(number("SELECT count(*) FROM incident_outbox")).isEqualTo(2);
  }

  @Test
  void write_updateOfAcknowledgedIncident_keepsStatusAndRaisesPosition() {
    store(List.of(Samples.raised("a", 1, 0.5)));
    sql("UPDATE incidents SET status = 'acknowledged', assignee = 'kim'");
    long before = number("SELECT position FROM incidents");

    store(List.of(updated(1, 0.72)));

    assertThat(sql("SELECT status FROM incidents").getString(0)).isEqualTo("acknowledged");
    assertThat(sql("SELECT assignee FROM incidents").getString(0)).isEqualTo("kim");
    assertThat(number("SELECT position FROM incidents")).isGreaterThan(before);
    assertThat(number("SELECT count(*) FROM incident_history")).isEqualTo(1);
  }

  @Test
  void publishNext_publisherFails_keepsRowsThenPublishesThemInOrder() {
    store(List.of(Samples.raised("a", 1, 0.5), Samples.raised("a", 2, 0.5)));
    store(List.of(updated(1, 0.72)));
    var outbox = new OutboxStore(pool);

    assertThatThrownBy(
            () -> await(() -> outbox.publishNext(_ -> Future.failedFuture("broker away"), 1_000)))
        .hasMessageContaining("broker away");
    var published = new ArrayList<String>();
    int count = await(() -> outbox.publishNext(
        waiting -> {
          waiting.forEach(alert -> published.add(alert.key()));
          return Future.succeededFuture();
        },
        1_000));

    String first = EventId.of("incident", "a", 1).toString();
    assertThat(count).isEqualTo(3);
    assertThat(published).containsExactly(first, EventId.of("incident", "a", 2).toString(), first);
    assertThat(number("SELECT count(*) FROM incident_outbox")).isZero();
  }

  @Test
  void publishNext_databaseWithoutAnswer_failsInTime() {
    var outbox = new OutboxStore(pool);
    SqlConnection other = await(() -> pool.getConnection());
    Transaction open = await(other::begin);
    await(() -> other.query("LOCK TABLE incident_outbox").execute());

    String failure = await(() -> outbox
        .publishNext(_ -> Future.succeededFuture(), 100)
        .transform(done -> Future.succeededFuture(String.valueOf(done.cause()))));

    assertThat(failure).contains("TimeoutException");

    await(open::rollback);
    await(other::close);
  }

  @Test
  void write_namesThatPostgresCannotStore_storesTheReplacement() {
    IncidentSnapshot of = Samples.incident("a", 1, 0.5);
    var named = new IncidentSnapshot(
        of.id(),
        of.site(),
        of.label(),
        of.probability(),
        of.severity(),
        of.level(),
        of.escalated(),
        "plc\ud83d",
        List.of("hmi\0"),
        1,
        of.rules(),
        of.techniques(),
        of.detectors(),
        null,
        null,
        of.firstSeen(),
        of.lastSeen(),
        1,
        of.summary(),
        of.reasons(),
        of.nextHops(),
        of.firstVerdictId());
    store(List.of(
        new AlertUpdated(EventId.of("named"), "a", Samples.at(1), "incident/0/a", 1, named)));

    Row row = sql("SELECT record->>'attacker', victims[1], record->'victims'->>0 FROM incidents");
    assertThat(row.getString(0)).isEqualTo("plc\ufffd");
    assertThat(row.getString(1)).isEqualTo("hmi\ufffd");
    assertThat(row.getString(2)).isEqualTo("hmi\ufffd");
  }

  private static AlertUpdated updated(int n, double severity) {
    return new AlertUpdated(
        EventId.of("updated", n, severity),
        "a",
        Samples.at(n + 1),
        "incident/0/a",
        n,
        Samples.incident("a", n, severity));
  }

  private static void store(List<Event> events) {
    await(() -> pool.withTransaction(db -> new IncidentStore().write(db, events)));
  }

  private static long number(String statement) {
    return sql(statement).getLong(0);
  }

  private static Row sql(String statement) {
    return await(() -> pool.query(statement)
        .execute()
        .map(rows -> rows.iterator().hasNext() ? rows.iterator().next() : null));
  }

  private static <T> T await(Supplier<Future<T>> call) {
    Future<T> answer =
        Future.future(promise -> VERTX.runOnContext(_ -> call.get().onComplete(promise)));
    try {
      return answer.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 20 s", e);
    }
  }
}
