package io.fedics.shared.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.Event;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code stage_offsets} and {@code stage_state}. Ask it from a Vert.x context only. */
final class PgStageStore implements StageStore {
  private final Pool pool;

  PgStageStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Claim> claim(String stage, int partition, List<String> topicIds) {
    String[] ids = topicIds.toArray(String[]::new);
    return pool.withTransaction(db -> forgetOtherTopics(db, stage, partition, ids)
            .compose(_ -> raiseEpoch(db, stage, partition, ids))
            .compose(row -> db.preparedQuery(
                    "SELECT key, bytes FROM stage_state WHERE stage = $1 AND part = $2")
                .execute(Tuple.of(stage, partition))
                .map(state -> claimOf(stage, partition, row, state))))
        .recover(DatabaseFailure::failed);
  }

  private static Future<Void> forgetOtherTopics(
      SqlConnection db, String stage, int partition, String[] ids) {
    return db.preparedQuery("""
            DELETE FROM stage_state WHERE stage = $1 AND part = $2 AND EXISTS (
              SELECT 1 FROM stage_offsets WHERE stage = $1 AND part = $2 AND topic_ids <> $3)""").execute(Tuple.of(stage, partition, ids)).mapEmpty();
  }

  private static Future<Row> raiseEpoch(
      SqlConnection db, String stage, int partition, String[] ids) {
    return db.preparedQuery("""
            INSERT INTO stage_offsets (stage, part, epoch, topic_ids, next) VALUES ($1, $2, 1, $3, $4)
            ON CONFLICT (stage, part) DO UPDATE SET epoch = stage_offsets.epoch + 1, topic_ids = excluded.topic_ids,
              next = CASE WHEN stage_offsets.topic_ids = excluded.topic_ids THEN stage_offsets.next
                ELSE excluded.next END
            RETURNING epoch, next""")
        .execute(Tuple.of(stage, partition, ids, boxed(new long[ids.length])))
        .map(rows -> rows.iterator().next());
  }

  private static Claim claimOf(String stage, int partition, Row row, RowSet<Row> rows) {
    var state = new HashMap<String, byte[]>();
    rows.forEach(saved -> state.put(saved.getString(0), saved.getBuffer(1).getBytes()));
    long[] next =
        Arrays.stream(row.getArrayOfLongs(1)).mapToLong(Long::longValue).toArray();
    return new Claim(stage, partition, row.getLong(0), next, state);
  }

  @Override
  public Future<Void> save(Claim claim, Save save) {
    return fenced(List.of(new Share(claim, save, List.of())), _ -> Future.succeededFuture());
  }

  @Override
  public Future<Void> write(List<Share> shares, RowWriter rows) {
    List<Event> events =
        shares.stream().flatMap(share -> share.events().stream()).toList();
    return fenced(
        shares, db -> events.isEmpty() ? Future.succeededFuture() : rows.write(db, events));
  }

  private Future<Void> fenced(List<Share> shares, Function<SqlConnection, Future<Void>> work) {
    return pool.withTransaction(db -> move(db, shares)
            .compose(_ -> work.apply(db))
            .compose(_ -> {
              Future<Void> kept = Future.succeededFuture();
              for (Share share : shares) {
                kept = kept.compose(_ -> delete(db, share.claim(), share.save().gone()))
                    .compose(_ -> upsert(db, share.claim(), share.save().changed()));
              }
              return kept;
            }))
        .recover(DatabaseFailure::failed);
  }

  private static Future<Void> move(SqlConnection db, List<Share> shares) {
    return db.preparedQuery("""
            UPDATE stage_offsets SET next = $1, progress = $2, updated_at = now()
            WHERE stage = $3 AND part = $4 AND epoch = $5""")
        .executeBatch(shares.stream().map(PgStageStore::place).toList())
        .compose(moved -> {
          RowSet<Row> one = moved;
          for (Share share : shares) {
            if (one.rowCount() != 1) {
              return Future.failedFuture(fencedOff(share.claim()));
            }
            one = one.next();
          }
          return Future.succeededFuture();
        });
  }

  private static Tuple place(Share share) {
    Claim claim = share.claim();
    return Tuple.of(
        boxed(share.save().next()),
        progressOf(share.save()),
        claim.stage(),
        claim.partition(),
        claim.epoch());
  }

  private static JsonObject progressOf(Save save) {
    var progress = new TreeMap<String, Object>();
    save.progress().forEach((site, second) -> progress.put(storable(site), second));
    return new JsonObject(progress);
  }

  /** Names are what somebody wrote to the broker, and Postgres stores neither U+0000 nor half a surrogate pair. */
  private static String storable(String name) {
    return new String(name.getBytes(UTF_8), UTF_8).replace('\0', '\ufffd');
  }

  private static StageException fencedOff(Claim claim) {
    return new StageException(new StageFailure.Fenced(claim + " is not the newest"));
  }

  private static Future<Void> upsert(SqlConnection db, Claim claim, Map<String, byte[]> changed) {
    if (changed.isEmpty()) {
      return Future.succeededFuture();
    }
    // Two names that differ in what is not stored are one: a statement may not name a key twice.
    var stored = new LinkedHashMap<String, Buffer>();
    changed.forEach((key, bytes) -> stored.put(storable(key), Buffer.buffer(bytes)));
    String[] keys = stored.keySet().toArray(String[]::new);
    Buffer[] bytes = stored.values().toArray(Buffer[]::new);
    return db.preparedQuery("""
            INSERT INTO stage_state SELECT $1, $2, * FROM UNNEST($3::text[], $4::bytea[])
            ON CONFLICT (stage, part, key) DO UPDATE SET bytes = excluded.bytes""")
        .execute(Tuple.of(claim.stage(), claim.partition(), keys, bytes))
        .mapEmpty();
  }

  private static Future<Void> delete(SqlConnection db, Claim claim, Set<String> gone) {
    if (gone.isEmpty()) {
      return Future.succeededFuture();
    }
    return db.preparedQuery(
            "DELETE FROM stage_state WHERE stage = $1 AND part = $2 AND key = ANY($3)")
        .execute(Tuple.of(
            claim.stage(),
            claim.partition(),
            gone.stream().map(PgStageStore::storable).toArray(String[]::new)))
        .mapEmpty();
  }

  @Override
  public Future<Map<String, Map<String, Long>>> progressOf(Collection<String> stages) {
    return pool.preparedQuery(
            "SELECT stage, part, progress FROM stage_offsets WHERE stage = ANY($1)")
        .execute(Tuple.of(stages.toArray(String[]::new)))
        .map(PgStageStore::progressByWriter)
        .recover(DatabaseFailure::failed);
  }

  private static Map<String, Map<String, Long>> progressByWriter(RowSet<Row> rows) {
    Map<String, Map<String, Long>> byWriter = new HashMap<>();
    rows.forEach(row -> {
      JsonObject progress = row.getJsonObject(2);
      Map<String, Long> bySite = new HashMap<>();
      if (progress != null) {
        progress.fieldNames().forEach(site -> bySite.put(site, progress.getLong(site)));
      }
      byWriter.put(row.getString(0) + '/' + row.getInteger(1), bySite);
    });
    return byWriter;
  }

  private static Long[] boxed(long[] values) {
    return Arrays.stream(values).boxed().toArray(Long[]::new);
  }
}
