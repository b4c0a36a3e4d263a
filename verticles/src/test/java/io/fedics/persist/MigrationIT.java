package io.fedics.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schema as it is migrated, on the real database. */
class MigrationIT {
  private static final TestDatabase DATABASE = TestDatabase.start();
  private static final Vertx VERTX = Vertx.vertx();
  private static Pool pool;

  @BeforeAll
  static void connect() {
    pool = DATABASE.pool(VERTX);
  }

  @AfterAll
  static void stop() {
    await(pool.close());
    await(VERTX.close());
    DATABASE.close();
  }

  @Test
  void createWeekPartition_rowsInDefault_movesThem() {
    sql(
        "INSERT INTO dead_letters VALUES (gen_random_uuid(), '', '2017-07-05T12:00:00Z', 'r', 't', 0, 1, 2, '{}')");
    assertThat(partitionOf("2017-07-05T12:00:00Z")).isEqualTo("dead_letters_default");

    assertThat(sql("SELECT create_week_partition('dead_letters', '2017-07-03')").getBoolean(0))
        .isTrue();
    assertThat(sql("SELECT create_week_partition('dead_letters', '2017-07-03')").getBoolean(0))
        .isFalse();

    assertThat(partitionOf("2017-07-05T12:00:00Z")).isEqualTo("dead_letters_2017w27");
  }

  @Test
  void createWeekPartition_twoProcessesAtOnce_secondWaitsAndFindsIt() {
    String make = "SELECT create_week_partition('dead_letters', '2018-07-02')";
    SqlConnection first = await(onContext(pool::getConnection));
    Transaction making = await(onContext(first::begin));
    assertThat(await(onContext(() -> first.query(make).execute()))
            .iterator()
            .next()
            .getBoolean(0))
        .isTrue();

    Future<RowSet<Row>> second = onContext(() -> pool.query(make).execute());
    await(onContext(() -> VERTX.timer(300, TimeUnit.MILLISECONDS)));
    assertThat(second.isComplete()).isFalse();
    await(onContext(making::commit));

    assertThat(await(second).iterator().next().getBoolean(0)).isFalse();
    await(onContext(first::close));
  }

  @Test
  void flows_ofToday_goToTheirWeek() {
    sql("INSERT INTO flows (event_id, site, observed_at, source, seq, sensor)"
        + " VALUES (gen_random_uuid(), 's', now(), 'x', 1, 'csv')");
    assertThat(
            sql("SELECT tableoid::regclass::text FROM flows WHERE site = 's'").getString(0))
        .matches("flows_\\d{4}w\\d{2}");
  }

  @Test
  void addressIn_rangesAndNonsense_answersTrueOrFalse() {
    assertThat(sql("SELECT address_in('10.0.4.17', '10.0.4.0/22')").getBoolean(0))
        .isTrue();
    assertThat(sql("SELECT address_in('10.1.4.17', '10.0.4.0/22')").getBoolean(0))
        .isFalse();
    assertThat(sql("SELECT address_in('plc-7', '10.0.4.0/22')").getBoolean(0)).isFalse();
    assertThat(sql("SELECT address_in('2001:db8::1', '2001:db8::/32')").getBoolean(0))
        .isTrue();
  }

  private static String partitionOf(String observedAt) {
    return sql("SELECT tableoid::regclass::text FROM dead_letters WHERE observed_at = '"
            + observedAt + "'")
        .getString(0);
  }

  /** Returns the first row, or null for a statement without rows. */
  private static Row sql(String statement) {
    return await(onContext(() -> pool.query(statement)
        .execute()
        .map(rows -> rows.iterator().hasNext() ? rows.iterator().next() : null)));
  }

  private static <T> Future<T> onContext(Supplier<Future<T>> work) {
    return Future.future(promise -> VERTX.runOnContext(_ -> work.get().onComplete(promise)));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("no answer within " + Duration.ofSeconds(20), e);
    }
  }
}
