package io.fedics.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.IcsMessage;
import io.fedics.shared.event.IncidentStatus;
import io.fedics.shared.event.IncidentStatusChanged;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows on the real database. */
class RowStoreIT {
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
    sql(
        "TRUNCATE flows, flow_minutes, anomalies, classifications, benign_counts, predictions, edges, alerts, dead_letters");
  }

  @Test
  void write_sameFlowsTwice_storesAndCountsThemOnce() {
    List<Event> flows = List.of(Samples.flow("a", 1), Samples.flow("a", 2), Samples.flow("a", 61));

    store(Topic.NETWORK_DATA, flows);
    store(
        Topic.NETWORK_DATA,
        List.of(Samples.flow("a", 2), Samples.flow("a", 3), Samples.flow("a", 3)));

    assertThat(number("SELECT count(*) FROM flows")).isEqualTo(4);
    assertThat(number("SELECT sum(flows) FROM flow_minutes")).isEqualTo(4);
    assertThat(number("SELECT sum(flows) FROM flow_minutes WHERE minute = '2026-11-21T08:00:00Z'"))
        .isEqualTo(3);
    assertThat(number("SELECT sum(bytes) FROM flow_minutes")).isEqualTo(4 * 300);
  }

  @Test
  void write_flowWithEverythingAndNul_keepsEachColumn() {
    FlowObserved flow = FlowObserved.builder("zeek", Samples.at(5))
        .srcIp("10.0.0.1")
        .service("mod\0bus")
        .ics(new IcsMessage("modbus", 1, 16, true, 40L, 2L, 1.5))
        .features(new Features("nsl-kdd/10", List.of("a\0", "2")))
        .sensorAlerts(List.of("one", "two, three"))
        .build(EventId.of("all"), "a", "test", 1);

    store(Topic.NETWORK_DATA, List.of(flow));

    Row row = sql("SELECT service, ics, features, sensor_alerts, dst_ip FROM flows");
    assertThat(row.getString("service")).isEqualTo("mod\ufffdbus");
    assertThat(row.getJsonObject("ics").getDouble("value")).isEqualTo(1.5);
    assertThat(row.getJsonObject("features").getJsonArray("values").getString(0))
        .isEqualTo("a\ufffd");
    assertThat(row.getArrayOfStrings("sensor_alerts")).containsExactly("one", "two, three");
    assertThat(row.getString("dst_ip")).isNull();
  }

  @Test
  void write_everyOtherKindTwice_storesOneRowEach() {
    for (int time = 0; time < 2; time++) {
      store(Topic.ANOMALIES, List.of(Samples.anomaly("a", 1)));
      store(Topic.ATTACK_CLASSIFIED, List.of(Samples.verdict("a", 1), Samples.benign("a", 1, 40)));
      store(Topic.ATTACK_PREDICTED, List.of(Samples.prediction("a", 1), Samples.edges("a", 1)));
      store(Topic.ALERTS, List.of(Samples.raised("a", 1, 0.72)));
      store(Topic.DEAD_LETTERS, List.of(Samples.deadLetter(1)));
    }

    for (String table : List.of(
        "anomalies",
        "classifications",
        "benign_counts",
        "predictions",
        "edges",
        "alerts",
        "dead_letters")) {
      assertThat(number("SELECT count(*) FROM " + table)).as(table).isEqualTo(1);
    }
    JsonObject record = sql("SELECT record FROM anomalies").getJsonObject(0);
    assertThat(record.getBoolean("is_anomaly")).isTrue();
    assertThat(record.getString("schema")).isEqualTo("anomaly/1");
  }

  @Test
  void write_halfACharacter_isStoredAsTheReplacement() {
    FlowObserved flow = FlowObserved.builder("zeek", Samples.at(5))
        .srcIp("10.0.0.1")
        .ics(new IcsMessage("mod\ud83dbus", 1, 16, true, 40L, 2L, 1.5))
        .features(new Features("nsl-kdd/10", List.of("\ud800", "\ud83d\ude00")))
        .sensorAlerts(List.of("\udc00"))
        .build(EventId.of("half"), "a", "test", 1);
    store(Topic.NETWORK_DATA, List.of(flow));
    store(Topic.ALERTS, List.of(noted("half an emoji: \ud83d")));

    assertThat(number("SELECT count(*) FROM flows")).isEqualTo(1);
    assertThat(sql("SELECT features->'values'->>1 FROM flows").getString(0))
        .isEqualTo("\ud83d\ude00");
    assertThat(sql("SELECT record->>'note' FROM alerts").getString(0))
        .isEqualTo("half an emoji: \ufffd");
  }

  private static IncidentStatusChanged noted(String note) {
    return new IncidentStatusChanged(
        EventId.of("noted", note),
        "a",
        Samples.at(1),
        "present",
        1,
        EventId.of("incident", "a", 1),
        IncidentStatus.ACKNOWLEDGED,
        "admin",
        note);
  }

  @Test
  void stores_edgesAndControlRecords_onlyWhereTheyBelong() {
    assertThat(new RowStore(Topic.ATTACK_CLASSIFIED).stores(Samples.edges("a", 1)))
        .isFalse();
    assertThat(new RowStore(Topic.ATTACK_PREDICTED).stores(Samples.edges("a", 1)))
        .isTrue();
    assertThat(new RowStore(Topic.ATTACK_CLASSIFIED).stores(Samples.benign("a", 1, 0)))
        .isFalse();
    assertThat(new RowStore(Topic.ATTACK_PREDICTED).stores(Samples.benign("a", 1, 3)))
        .isFalse();
  }

  @Test
  void look_rowsOlderThanRetention_areGoneWhereverTheyLie() {
    store(Topic.NETWORK_DATA, List.of(Samples.flow("a", 1)));
    sql(
        "INSERT INTO dead_letters (event_id, site, observed_at, reason, topic, part, record_offset, length, record)"
            + " VALUES (gen_random_uuid(), '', '2017-07-05T12:00:00Z', 'r', 't', 0, 1, 2, '{}')");
    var config = new PersistConfig(Duration.ofDays(30), 0, Duration.ofMinutes(1));
    Instant now = Instant.now();

    await(() -> new Partitions(new PartitionStore(pool), config, clock(now)).look());
    assertThat(number("SELECT count(*) FROM flows")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM dead_letters")).isEqualTo(1);

    await(
        () -> new Partitions(new PartitionStore(pool), config, clock(now.plus(Duration.ofDays(60))))
            .look());
    assertThat(number("SELECT count(*) FROM flows")).isZero();
    assertThat(number("SELECT count(*) FROM flow_minutes")).isZero();
    assertThat(number("SELECT count(*) FROM dead_letters")).isZero();
  }

  @Test
  void look_moreThanMaxBytes_deletesTheOldestRowsWhereverTheyLie() {
    sql(
        "INSERT INTO dead_letters (event_id, site, observed_at, reason, topic, part, record_offset, length, record,"
            + " ingested_at) SELECT gen_random_uuid(), '', CASE WHEN i % 2 = 0 THEN '2017-07-05T12:00:00Z'::timestamptz"
            + " ELSE now() END + i * interval '1 ms', 'r', 't', 0, 1, 2, '{}', now() - i * interval '1 min'"
            + " FROM generate_series(1, 1000) i");
    var config = new PersistConfig(Duration.ofDays(1), 1, Duration.ofMinutes(1));

    await(() -> new Partitions(new PartitionStore(pool), config, clock(Instant.now())).look());

    // 80 % of a day are 1,152 minutes: nothing; 64 % are 921 minutes.
    assertThat(number("SELECT count(*) FROM dead_letters")).isBetween(915L, 925L);
    assertThat(number("SELECT count(*) FROM dead_letters_default")).isBetween(457L, 463L);
  }

  /** As when the rate rose: by each look some rows are as old as those the last one took. */
  @Test
  void look_stillMoreThanMaxBytes_takesYoungerRowsThanTheLastOne() {
    Instant now = Instant.now();
    sql(
        "INSERT INTO dead_letters (event_id, site, observed_at, reason, topic, part, record_offset, length, record,"
            + " ingested_at) SELECT gen_random_uuid(), '', now() + i * interval '1 ms', 'r', 't', 0, 1, 2, '{}',"
            + " now() - i * interval '1 min' FROM generate_series(1, 1000) i");
    var config = new PersistConfig(Duration.ofDays(1), 1, Duration.ofMinutes(1));
    var partitions = new Partitions(new PartitionStore(pool), config, clock(now));

    await(partitions::look); // 64 % of a day are 921 minutes
    assertThat(number("SELECT count(*) FROM dead_letters")).isBetween(915L, 925L);

    String asOld = now.minus(Duration.ofMinutes(930)).toString();
    deadLetter("as old", now.toString(), asOld);
    await(partitions::look); // 51 % are 737 minutes
    assertThat(number("SELECT count(*) FROM dead_letters")).isBetween(730L, 745L);

    for (int look = 0; look < 40; look++) {
      deadLetter("as old", now.toString(), asOld);
      await(partitions::look);
    }
    assertThat(number("SELECT count(*) FROM dead_letters"))
        .as("the last minute is kept, and only that")
        .isBetween(0L, 2L);
  }

  @Test
  void look_moreThanMaxBytes_whatWasStoredFirstGoesFirst() {
    Instant now = Instant.now();
    LocalDate monday = Partitions.mondayOf(now.minus(Duration.ofDays(21)));
    sql("SELECT create_week_partition('dead_letters', '" + monday + "')");
    String capture = "2017-07-05T12:00:00Z";
    String live = monday.plusDays(2) + "T12:00:00Z";
    String captureOfThatWeek = monday.minusDays(5) + "T12:00:00Z";
    sql("SELECT create_week_partition('dead_letters', '" + monday.minusDays(7) + "')");
    deadLetter("old capture", capture, monday.minusDays(3) + "T12:00:00Z");
    deadLetter("live", live, live);
    deadLetter("live of an old week", captureOfThatWeek, captureOfThatWeek);
    deadLetter("capture of an old week", captureOfThatWeek, now.toString());
    deadLetter("new capture", capture, now.toString());
    var config = new PersistConfig(Duration.ofDays(90), 1, Duration.ofMinutes(1));

    await(() -> new Partitions(new PartitionStore(pool), config, clock(now)).look());
    assertThat(sql("SELECT string_agg(reason, ', ' ORDER BY reason) FROM dead_letters")
            .getString(0))
        .isEqualTo("capture of an old week, live, new capture");

    await(() -> new Partitions(new PartitionStore(pool), config, clock(now)).look());
    assertThat(sql("SELECT string_agg(reason, ', ' ORDER BY reason) FROM dead_letters")
            .getString(0))
        .isEqualTo("capture of an old week, new capture");
  }

  private static void deadLetter(String reason, String observedAt, String ingestedAt) {
    sql(
        "INSERT INTO dead_letters (event_id, site, observed_at, reason, topic, part, record_offset, length, record,"
            + " ingested_at) VALUES (gen_random_uuid(), '', '" + observedAt + "', '" + reason
            + "', 't', 0, 1, 2, '{}', '" + ingestedAt + "')");
  }

  @Test
  void bytes_ofDeletedRows_areNotCountedOnceAnalysed() {
    long empty = await(() -> new PartitionStore(pool).bytes());
    sql(
        "INSERT INTO dead_letters (event_id, site, observed_at, reason, topic, part, record_offset, length, record)"
            + " SELECT gen_random_uuid(), '', '2017-07-05T12:00:00Z'::timestamptz + i * interval '1 ms', repeat('r', 200),"
            + " 't', 0, 1, 2, '{}' FROM generate_series(1, 20000) i");
    sql("ANALYZE dead_letters_default");
    long before = await(() -> new PartitionStore(pool).bytes());
    sql("DELETE FROM dead_letters WHERE observed_at > '2017-07-05T12:00:01Z'");
    sql("VACUUM ANALYZE dead_letters_default");
    long after = await(() -> new PartitionStore(pool).bytes());

    assertThat(before - empty).isGreaterThan(20_000 * 200);
    assertThat(after - empty).isLessThan((before - empty) / 2);
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  @Test
  void partitions_databaseWithoutAnswer_failInTime() {
    var store = new PartitionStore(pool, Duration.ofMillis(100));
    SqlConnection other = await(() -> pool.getConnection());
    Transaction open = await(other::begin);
    await(() -> other.query("LOCK TABLE upload_batches").execute());

    String failure = await(() -> store
        .deleteOlderThan(Instant.EPOCH, List.of())
        .transform(done -> Future.succeededFuture(String.valueOf(done.cause()))));

    assertThat(failure).contains("TimeoutException");

    await(open::rollback);
    await(other::close);
  }

  private static void store(Topic topic, List<Event> events) {
    await(() -> pool.withTransaction(db -> new RowStore(topic).write(db, events)));
  }

  private static long number(String statement) {
    Number value = sql(statement).getNumeric(0);
    return value == null ? 0 : value.longValue();
  }

  private static Row sql(String statement) {
    return await(() -> pool.query(statement)
        .execute()
        .map(rows -> rows.iterator().hasNext() ? rows.iterator().next() : null));
  }

  /** The pool is asked from a Vert.x context only. */
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
