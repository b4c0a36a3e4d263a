package io.fedics.present.audit;

import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerKey;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The chain in {@code audit_trail}. Writers queue at its head, so that all processes write one chain. */
public final class AuditStore {
  private static final String ROW_IS_THERE = "23505";

  private final LedgerKey key;

  private AuditStore(LedgerKey key) {
    this.key = key;
  }

  /**
   * Begins a trail where there is none.
   *
   * @param isNewKey whether it never signed anything
   */
  static Future<AuditStore> open(Pool pool, LedgerKey key, boolean isNewKey) {
    var store = new AuditStore(key);
    return pool.withTransaction(db -> head(db).compose(found -> {
          if (found.size() == 0) {
            return store.begin(db, isNewKey);
          }
          store.signed(found.iterator().next());
          return Future.succeededFuture();
        }))
        .map(store);
  }

  private static Future<RowSet<Row>> head(SqlConnection db) {
    return db.query("SELECT head, now() AS at FROM audit_trail_head FOR UPDATE").execute();
  }

  private LedgerHead signed(Row row) {
    return LedgerHead.read(row.getString("head"))
        .filter(key::signed)
        .orElseThrow(
            () -> new LedgerException("audit trail: its head is not signed by " + AuditTrail.KEY
                + " of the data folder (expected: a copy of the key that began the trail)"));
  }

  /** A key that signed before and finds incidents but no head: somebody took it away. An empty database is another one. */
  private Future<Void> begin(SqlConnection db, boolean isNewKey) {
    return db.query("""
            SELECT EXISTS (SELECT FROM audit_trail) AS is_begun, EXISTS (SELECT FROM incidents) AS is_used, now() AS at,
              count(*) AS before, coalesce(max(id), 0) AS last
            FROM incident_history WHERE action <> 'opened'""").execute().compose(rows -> {
      Row now = rows.iterator().next();
      if (now.getBoolean("is_begun") || (now.getBoolean("is_used") && !isNewKey)) {
        throw headIsGone();
      }
      AuditRow first = AuditRow.next(
          1, AuditRow.NO_HASH, at(now), Decision.begin(now.getLong("before"), now.getLong("last")));
      return write(db, "INSERT INTO audit_trail_head (head) VALUES ($1)", first);
    });
  }

  private static LedgerException headIsGone() {
    return new LedgerException(
        "audit trail: there is no signed head (expected: as it was written)");
  }

  /**
   * Writes a decision down in its own transaction; the last thing in it, because others wait for it. The row follows the
   * signed head, whatever rows are there: what was taken away before stays missed.
   *
   * @return fails with a {@link LedgerException} when the trail is not as it was written
   */
  public Future<Void> append(SqlConnection db, Decision decision) {
    return head(db).compose(found -> {
      if (found.size() == 0) {
        throw headIsGone();
      }
      Row kept = found.iterator().next();
      LedgerHead last = signed(kept);
      AuditRow row = AuditRow.next(last.rows() + 1, last.hash(), at(kept), decision);
      return write(db, "UPDATE audit_trail_head SET head = $1", row);
    });
  }

  /** In one statement: others wait at the head. */
  private Future<Void> write(SqlConnection db, String setHead, AuditRow row) {
    String head = key.sign(row.number(), row.hash()).text();
    return db.preparedQuery(
            "WITH head AS (" + setHead + ") INSERT INTO audit_trail (number, line) VALUES ($2, $3)")
        .execute(Tuple.of(head, row.number(), row.line()))
        .<Void>mapEmpty()
        .recover(failure -> Future.failedFuture(
            failure instanceof PgException refused && ROW_IS_THERE.equals(refused.getSqlState())
                ? new LedgerException("audit trail: there is a row " + row.number()
                    + " already (expected: as many rows as the signed head counts)")
                : failure));
  }

  private static Instant at(Row row) {
    return row.getOffsetDateTime("at").toInstant();
  }

  /** Of one moment: who decides waits at the head, and is not seen before. */
  static Future<AuditChain.Kept> read(Pool pool) {
    return pool.withTransaction(db -> db.query("SELECT head FROM audit_trail_head FOR SHARE")
        .execute()
        .compose(head -> db.query("SELECT line FROM audit_trail ORDER BY number")
            .execute()
            .compose(lines -> history(db)
                .map(history -> new AuditChain.Kept(
                    texts(lines), texts(head).stream().findFirst(), history)))));
  }

  private static List<String> texts(RowSet<Row> rows) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  private static Future<List<AuditChain.Told>> history(SqlConnection db) {
    return db.query("""
            SELECT id, at, incident_id, by, action, status, note FROM incident_history WHERE action <> 'opened'
            ORDER BY id""").execute().map(rows -> {
      List<AuditChain.Told> told = new ArrayList<>();
      rows.forEach(row -> told.add(new AuditChain.Told(
          row.getLong("id"),
          at(row),
          Decision.ofIncident(
              row.getUUID("incident_id"),
              row.getLong("id"),
              row.getString("by"),
              row.getString("action"),
              row.getString("status"),
              row.getString("note")))));
      return told;
    });
  }
}
