package io.fedics.present.audit;

import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chain in {@code audit_trail}. Writers queue at its head, so that all processes write one chain. */
public final class AuditStore {
  private static final Logger LOG = LoggerFactory.getLogger(AuditStore.class);

  private final LedgerKey key;
  private volatile boolean isSigner = true;

  private AuditStore(LedgerKey key) {
    this.key = key;
  }

  /** Whether the trail is signed by this key; others only add to it. */
  boolean isSigner() {
    return isSigner;
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
          store.isSigner = key.signed(headOf(found));
          if (!store.isSigner) {
            LOG.warn(
                "audit trail: its head is not signed by {} of this data folder: what is decided here is added unsigned, until a process with the key signs it; copy the key to sign here",
                AuditTrail.KEY);
          }
          return Future.succeededFuture();
        }))
        .map(store);
  }

  private static Future<RowSet<Row>> head(SqlConnection db) {
    return db.query("SELECT head, now() AS at FROM audit_trail_head FOR UPDATE").execute();
  }

  private static LedgerHead headOf(RowSet<Row> found) {
    if (found.size() == 0) {
      throw headIsGone();
    }
    return LedgerHead.read(found.iterator().next().getString("head"))
        .orElseThrow(AuditStore::headIsGone);
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
   * signed head, or what processes without the key wrote behind it; what was taken away before the head stays missed.
   *
   * @return fails with a {@link LedgerException} when the trail is not as it was written
   */
  public Future<Void> append(SqlConnection db, Decision decision) {
    return head(db).compose(found -> {
      LedgerHead head = headOf(found);
      boolean signs = key.signed(head);
      return (signs ? lastBehind(db, head) : last(db, head)).compose(last -> {
        AuditRow row =
            AuditRow.next(last.rows() + 1, last.hash(), at(found.iterator().next()), decision);
        return signs ? write(db, "UPDATE audit_trail_head SET head = $1", row) : add(db, row);
      });
    });
  }

  /** Where a chain ends. */
  private record End(long rows, String hash) {}

  /** Signing vouches for all before: each row behind the head must follow from it. */
  private static Future<End> lastBehind(SqlConnection db, LedgerHead head) {
    return db.preparedQuery("SELECT line FROM audit_trail WHERE number > $1 ORDER BY number")
        .execute(Tuple.of(head.rows()))
        .map(rows -> {
          var end = new End(head.rows(), head.hash());
          for (Row row : rows) {
            AuditRow.Reading reading =
                AuditRow.read(row.getString("line"), end.rows() + 1, end.hash());
            end = reading
                .row()
                .map(read -> new End(read.number(), read.hash()))
                .orElseThrow(() -> new LedgerException("audit trail: a row behind the signed head: "
                    + reading.objection() + " (expected: rows as they were written)"));
          }
          if (end.rows() > head.rows()) {
            LOG.warn(
                "audit trail: rows {} to {} were added by processes without the key; they are signed now",
                head.rows() + 1,
                end.rows());
          }
          return end;
        });
  }

  private static Future<End> last(SqlConnection db, LedgerHead head) {
    return db.preparedQuery(
            "SELECT line FROM audit_trail WHERE number > $1 ORDER BY number DESC LIMIT 1")
        .execute(Tuple.of(head.rows()))
        .map(
            rows -> rows.size() == 0
                ? new End(head.rows(), head.hash())
                : AuditRow.ofText(rows.iterator().next().getString("line"))
                    .map(row -> new End(row.number(), row.hash()))
                    .orElseThrow(
                        () -> new LedgerException(
                            "audit trail: its last row is not the text of a row (expected: rows as they were written)")));
  }

  /** In one statement: others wait at the head. */
  private Future<Void> write(SqlConnection db, String setHead, AuditRow row) {
    String head = key.sign(row.number(), row.hash()).text();
    return db.preparedQuery(
            "WITH head AS (" + setHead + ") INSERT INTO audit_trail (number, line) VALUES ($2, $3)")
        .execute(Tuple.of(head, row.number(), row.line()))
        .mapEmpty();
  }

  private static Future<Void> add(SqlConnection db, AuditRow row) {
    return db.preparedQuery("INSERT INTO audit_trail (number, line) VALUES ($1, $2)")
        .execute(Tuple.of(row.number(), row.line()))
        .mapEmpty();
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
